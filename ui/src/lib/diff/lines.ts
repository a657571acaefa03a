import { diffArrays } from 'diff';
import { match } from './match';

export interface Line {
  /** Counted from 1. */
  readonly number: number;
  readonly text: string;
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
  /** What was not compared, or not in the best way, in words; null when all was. */
  readonly limit: string | null;
}

/** So many lines may differ for the shortest comparison; its time grows with their square. */
const MOST_EDITS = 500;
const MOST_LINES = 100_000;

/** Compares two texts line by line. */
export function diffLines(a: readonly string[], b: readonly string[]): LineDiff {
  if (a.length > MOST_LINES || b.length > MOST_LINES) {
    const most = MOST_LINES.toLocaleString('en');
    const all = Math.max(a.length, b.length).toLocaleString('en');
    return {
      ...diffLines(a.slice(0, MOST_LINES), b.slice(0, MOST_LINES)),
      limit: `The first ${most} of ${all} lines are compared.`,
    };
  }
  const pairs = new Pairs();
  const changes = diffArrays([...a], [...b], { maxEditLength: MOST_EDITS });
  if (changes) {
    for (const change of changes) {
      if (change.removed) pairs.gone.push(...change.value);
      else if (change.added) pairs.come.push(...change.value);
      else for (const text of change.value) pairs.equal(text);
    }
    return pairs.done(null);
  }
  matched(a, b, pairs);
  return pairs.done(
    `More than ${MOST_EDITS} lines differ: they are matched in a quick way that may miss equal ones.`,
  );
}

/** The k-th of each line belongs to the k-th of the other side, as far as the order allows. */
function matched(a: readonly string[], b: readonly string[], pairs: Pairs): void {
  const keys = new Map<string, number>();
  const keysOf = (lines: readonly string[]) =>
    Int32Array.from(lines, (line) => {
      const key = keys.get(line) ?? keys.size;
      keys.set(line, key);
      return key;
    });
  const { partner } = match(keysOf(a), keysOf(b), 0);
  let j = 0;
  for (const [i, text] of a.entries()) {
    const at = partner[i] ?? -1;
    if (at < 0) {
      pairs.gone.push(text);
      continue;
    }
    while (j < at) pairs.come.push(b[j++] ?? '');
    pairs.equal(text);
    j++;
  }
  while (j < b.length) pairs.come.push(b[j++] ?? '');
}

/** Puts lines beside each other: of a run that has changed, the first removed beside the first added one. */
class Pairs {
  gone: string[] = [];
  come: string[] = [];
  private readonly all: LinePair[] = [];
  private i = 0;
  private j = 0;
  private removed = 0;
  private added = 0;

  equal(text: string): void {
    this.flush();
    this.all.push({
      kind: 'equal',
      a: { number: ++this.i, text },
      b: { number: ++this.j, text },
    });
  }

  done(limit: string | null): LineDiff {
    this.flush();
    return { pairs: this.all, removed: this.removed, added: this.added, limit };
  }

  private flush(): void {
    const { gone, come } = this;
    if (gone.length === 0 && come.length === 0) return;
    for (let k = 0; k < Math.max(gone.length, come.length); k++) {
      const [x, y] = [gone[k], come[k]];
      this.all.push({
        kind: x === undefined ? 'added' : y === undefined ? 'removed' : 'changed',
        a: x === undefined ? null : { number: ++this.i, text: x },
        b: y === undefined ? null : { number: ++this.j, text: y },
      });
    }
    this.removed += gone.length;
    this.added += come.length;
    this.gone = [];
    this.come = [];
  }
}
