/** A stretch of a text that is, or is not, what is searched for. */
export interface Piece {
  readonly at: number;
  readonly text: string;
  readonly match: boolean;
}

/** Splits a text where it has another, whatever the case. An empty text is nowhere. */
export function splitAt(text: string, find: string): readonly Piece[] {
  if (!find) return [{ at: 0, text, match: false }];
  const pieces: Piece[] = [];
  let at = 0;
  for (const [index, piece] of text.split(new RegExp(`(${literally(find)})`, 'iu')).entries()) {
    if (piece) pieces.push({ at, text: piece, match: index % 2 === 1 });
    at += piece.length;
  }
  return pieces;
}

/** A regular expression that matches this text and no other. */
export function literally(text: string): string {
  return text.replaceAll(/[$()*+./?[\\\]^{|}]/g, String.raw`\$&`);
}
