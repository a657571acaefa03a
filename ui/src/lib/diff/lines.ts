import { diffArrays, diffWordsWithSpace } from 'diff';

/** A piece of a line; `changed` when the other line has other words there. */
export interface Piece {
  readonly text: string;
  readonly changed: boolean;
}

export interface Line {
  /** Counted from 1. */
  readonly number: number;
  readonly pieces: readonly Piece[];
}

/** Lines beside each other; null where a side has none. */
export interface LinePair {
  readonly kind: 'equal' | 'changed' | 'added' | 'removed';
  readonly a: Line | null;
  readonly b: Line | null;
}

export interface LineDiff {
  readonly pairs: readonly LinePair[];
  /** Lines of the first that the second has not, and the other way round. */
  readonly removed: number;
  readonly added: number;
  /** What was not compared, in words; null when all was. */
  readonly limit: string | null;
}

/** The most lines that differ before the rest is no longer compared. */
const MOST_EDITS = 4000;
const MOST_LINES = 100_000;
/** Words are compared in lines up to this length, so many times. */
const LONGEST_LINE = 4000;
const MOST_WORD_DIFFS = 2000;

/** Compares two texts line by line, and changed lines word by word. */
export function diffLines(a: readonly string[], b: readonly string[]): LineDiff {
  if (a.length + b.length > MOST_LINES) {
    return apart(
      a,
      b,
      `More than ${MOST_LINES.toLocaleString('en')} lines: they are not compared.`,
    );
  }
  const changes = diffArrays([...a], [...b], { maxEditLength: MOST_EDITS });
  if (changes === undefined) {
    const most = MOST_EDITS.toLocaleString('en');
    return apart(a, b, `More than ${most} lines differ: the lines are not matched.`);
  }
  const pairs: LinePair[] = [];
  const words = { left: MOST_WORD_DIFFS, skipped: 0 };
  let i = 0;
  let j = 0;
  let removed = 0;
  let added = 0;
  let gone: readonly string[] = [];
  const flush = (come: readonly string[]) => {
    const both = Math.min(gone.length, come.length);
    for (let k = 0; k < Math.max(gone.length, come.length); k++) {
      const x = gone[k];
      const y = come[k];
      if (k < both && x !== undefined && y !== undefined) {
        const [left, right] = wordPieces(x, y, words);
        pairs.push({
          kind: 'changed',
          a: { number: ++i, pieces: left },
          b: { number: ++j, pieces: right },
        });
      } else if (x !== undefined) {
        pairs.push({ kind: 'removed', a: whole(++i, x), b: null });
      } else if (y !== undefined) {
        pairs.push({ kind: 'added', a: null, b: whole(++j, y) });
      }
    }
    removed += gone.length;
    added += come.length;
    gone = [];
  };
  for (const change of changes) {
    if (change.removed) {
      gone = change.value;
    } else if (change.added) {
      flush(change.value);
    } else {
      flush([]);
      for (const text of change.value) {
        pairs.push({ kind: 'equal', a: whole(++i, text), b: whole(++j, text) });
      }
    }
  }
  flush([]);
  return { pairs, removed, added, limit: words.skipped > 0 ? notByWords(words.skipped) : null };
}

function notByWords(lines: number): string {
  return `${lines.toLocaleString('en')} changed ${lines === 1 ? 'line is' : 'lines are'} too long, or one too many, to compare by words.`;
}

function whole(number: number, text: string): Line {
  return { number, pieces: [{ text, changed: false }] };
}

/** The lines beside each other, without a word on which belong together. */
function apart(a: readonly string[], b: readonly string[], limit: string): LineDiff {
  const pairs: LinePair[] = [];
  for (let k = 0; k < Math.max(a.length, b.length); k++) {
    const [x, y] = [a[k], b[k]];
    pairs.push({
      kind: x === y ? 'equal' : x === undefined ? 'added' : y === undefined ? 'removed' : 'changed',
      a: x === undefined ? null : whole(k + 1, x),
      b: y === undefined ? null : whole(k + 1, y),
    });
  }
  const differ = pairs.filter((pair) => pair.kind !== 'equal');
  return {
    pairs,
    removed: differ.filter((pair) => pair.a !== null).length,
    added: differ.filter((pair) => pair.b !== null).length,
    limit,
  };
}

function wordPieces(
  a: string,
  b: string,
  words: { left: number; skipped: number },
): readonly [readonly Piece[], readonly Piece[]] {
  if (a.length > LONGEST_LINE || b.length > LONGEST_LINE || words.left <= 0) {
    words.skipped++;
    return [[{ text: a, changed: true }], [{ text: b, changed: true }]];
  }
  words.left--;
  const left: Piece[] = [];
  const right: Piece[] = [];
  for (const change of diffWordsWithSpace(a, b)) {
    const changed = change.added || change.removed;
    if (!change.added) left.push({ text: change.value, changed });
    if (!change.removed) right.push({ text: change.value, changed });
  }
  return [left, right];
}
