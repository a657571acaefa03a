export interface Piece {
  readonly text: string;
  readonly match: boolean;
  /** Where it begins in the text. */
  readonly at: number;
}

/** A text in pieces, those marked that are one of the searched texts, whatever their case. */
export function pieces(text: string, searched: readonly string[]): readonly Piece[] {
  const wanted = searched.filter(Boolean).toSorted((a, b) => b.length - a.length);
  if (wanted.length === 0) return [{ text, match: false, at: 0 }];
  const pattern = new RegExp(`(${wanted.map(literal).join('|')})`, 'giu');
  const found: Piece[] = [];
  let at = 0;
  for (const [index, piece] of text.split(pattern).entries()) {
    if (piece !== '') found.push({ text: piece, match: index % 2 === 1, at });
    at += piece.length;
  }
  return found;
}

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
