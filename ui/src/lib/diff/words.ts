import { diffWordsWithSpace } from 'diff';

/** A piece of a line; `changed` when the other line has other words there. */
export interface Piece {
  readonly text: string;
  readonly changed: boolean;
}

const LONGEST_LINE = 5000;
/** So many words may differ; more have so little in common that marks say nothing. */
const MOST_EDITS = 200;

/** The words that differ between two lines; null when the lines are too long, or have too little in common. */
export function diffWords(
  a: string,
  b: string,
): { readonly a: readonly Piece[]; readonly b: readonly Piece[] } | null {
  if (a.length > LONGEST_LINE || b.length > LONGEST_LINE) return null;
  const changes = diffWordsWithSpace(a, b, { maxEditLength: MOST_EDITS });
  if (!changes) return null;
  const left: Piece[] = [];
  const right: Piece[] = [];
  for (const change of changes) {
    const piece = { text: change.value, changed: change.added || change.removed };
    if (!change.added) left.push(piece);
    if (!change.removed) right.push(piece);
  }
  return { a: left, b: right };
}
