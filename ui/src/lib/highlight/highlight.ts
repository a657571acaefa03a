export interface Piece {
  readonly text: string;
  readonly match: boolean;
}

/** A text in pieces, those marked that are one of the searched texts, whatever their case. */
export function pieces(text: string, searched: readonly string[]): readonly Piece[] {
  const wanted = searched.filter(Boolean).toSorted((a, b) => b.length - a.length);
  if (wanted.length === 0) return [{ text, match: false }];
  const pattern = new RegExp(`(${wanted.map(literal).join('|')})`, 'giu');
  return text
    .split(pattern)
    .map((piece, index) => ({ text: piece, match: index % 2 === 1 }))
    .filter((piece) => piece.text !== '');
}

const literal = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
