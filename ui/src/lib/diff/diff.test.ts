import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MISSING, nameAt, ROOT, type Skeleton, typeAt } from '../skeleton/skeleton';
import { skeletonOfSpans, type TestSpan } from '../../testing/skeletons';
import { align, type Alignment } from './align';
import { Change, changesOf } from './changes';
import { childrenOf } from './children';
import { match } from './match';
import { leadingTo, nextDifference, revealing, shownRows } from './rows';

/** Any parents at all: missing ones, circles and spans that are their own parent among them. */
const spans = fc.array(
  fc.record({
    parent: fc.integer({ min: MISSING, max: 30 }),
    name: fc.constantFrom('ask', 'search', 'answer'),
    type: fc.constantFrom('LLM', 'TOOL'),
  }),
  { maxLength: 30 },
);
const traces = fc.tuple(spans, spans).map(
  (pair) =>
    pair.map((all) =>
      skeletonOfSpans(
        all.map((span): TestSpan => ({
          ...span,
          parent: span.parent < all.length ? span.parent : MISSING,
        })),
      ),
    ) as [Skeleton, Skeleton],
);

function sorted(all: number[]): number[] {
  return all.toSorted((x, y) => x - y);
}

/** 50,000 spans of which all but one have the same parent. */
function many(seed: number): Skeleton {
  return skeletonOfSpans([
    { parent: ROOT, name: 'root' },
    ...Array.from({ length: 49_999 }, (_, i) => ({ parent: 0, name: `step ${(i * seed) % 997}` })),
  ]);
}

function places(column: Int32Array): number[] {
  return [...column].filter((place) => place >= 0);
}

function text(alignment: Alignment, a: Skeleton, b: Skeleton): string[] {
  return Array.from({ length: alignment.rows }, (_, row) => {
    const i = alignment.a[row] ?? -1;
    const j = alignment.b[row] ?? -1;
    const sign = j < 0 ? '-' : i < 0 ? '+' : '=';
    const name = i < 0 ? nameAt(b, j) : nameAt(a, i);
    return `${'.'.repeat(alignment.depth[row] ?? 0)}${sign}${name}`;
  });
}

describe('the alignment of two traces', () => {
  it('has every span of both exactly once', () => {
    fc.assert(
      fc.property(traces, ([a, b]) => {
        const alignment = align(a, b);
        expect(sorted(places(alignment.a))).toEqual([...Array(a.count).keys()]);
        expect(sorted(places(alignment.b))).toEqual([...Array(b.count).keys()]);
      }),
    );
  });

  it('pairs spans of equal type and name, below pairs, but for the only roots', () => {
    fc.assert(
      fc.property(traces, ([a, b]) => {
        const alignment = align(a, b);
        for (let row = 0; row < alignment.rows; row++) {
          const [i, j] = [alignment.a[row] ?? -1, alignment.b[row] ?? -1];
          if (i < 0 || j < 0) continue;
          const up = alignment.parent[row] ?? -1;
          if (up >= 0) {
            expect(alignment.a[up]).toBeGreaterThanOrEqual(0);
            expect(alignment.b[up]).toBeGreaterThanOrEqual(0);
            expect(nameAt(a, i) + typeAt(a, i)).toBe(nameAt(b, j) + typeAt(b, j));
          }
        }
      }),
    );
  });

  it('keeps the order of the children of each span, and parents before them', () => {
    fc.assert(
      fc.property(traces, ([a, b]) => {
        const alignment = align(a, b);
        const last = new Map<string, number>();
        for (let row = 0; row < alignment.rows; row++) {
          const up = alignment.parent[row] ?? -1;
          expect(up).toBeLessThan(row);
          expect(alignment.end[row]).toBeGreaterThan(row);
          if (up >= 0) expect(alignment.end[row]).toBeLessThanOrEqual(alignment.end[up] ?? 0);
          for (const side of ['a', 'b'] as const) {
            const place = alignment[side][row] ?? -1;
            if (place < 0) continue;
            expect(place).toBeGreaterThan(last.get(side + up) ?? -1);
            last.set(side + up, place);
          }
        }
      }),
    );
  });

  it('of a trace with itself pairs every span with itself', () => {
    fc.assert(
      fc.property(traces, ([a]) => {
        const alignment = align(a, a);
        expect(alignment.rows).toBe(a.count);
        expect([...alignment.a]).toEqual([...alignment.b]);
        expect([...changesOf(alignment, a, a)].every((bits) => bits === 0)).toBe(true);
      }),
    );
  });

  it('pairs the only roots whatever their names, and says what only one side has', () => {
    const a = skeletonOfSpans([
      { parent: ROOT, name: 'v1' },
      { parent: 0, name: 'search' },
      { parent: 0, name: 'answer' },
    ]);
    const b = skeletonOfSpans([
      { parent: ROOT, name: 'v2' },
      { parent: 0, name: 'search' },
      { parent: 0, name: 'check' },
      { parent: 2, name: 'rules' },
      { parent: 0, name: 'answer' },
    ]);
    expect(text(align(a, b), a, b)).toEqual(['=v1', '.=search', '.+check', '..+rules', '.=answer']);
  });

  it('pairs a span that is called more often with the calls that are left', () => {
    const root = { parent: ROOT, name: 'agent' };
    const below = (...names: string[]) =>
      skeletonOfSpans([root, ...names.map((name) => ({ parent: 0, name }))]);
    const a = below('llm', 'tool', 'llm', 'tool', 'llm');
    const b = below('llm', 'tool', 'llm');
    const alignment = align(a, b);
    expect(places(alignment.b)).toHaveLength(4);
    expect(text(alignment, a, b).filter((row) => row.includes('='))).toHaveLength(4);
  });

  it('of 50,000 spans each below one parent is found in linear steps, and says so', () => {
    const alignment = align(many(7), many(11));
    expect(alignment.wide).toBe(1);
    expect(places(alignment.a)).toHaveLength(50_000);
    expect(places(alignment.b)).toHaveLength(50_000);
  });
});

describe('a matching of two lists', () => {
  const keys = fc
    .array(fc.integer({ min: 0, max: 4 }), { maxLength: 20 })
    .map((all) => new Int32Array(all));

  it('pairs equal keys in the order of both, whichever way it is found', () => {
    fc.assert(
      fc.property(keys, keys, fc.constantFrom(0, 1_000_000), (a, b, budget) => {
        const { partner } = match(a, b, budget);
        let last = -1;
        for (const [i, j] of partner.entries()) {
          if (j < 0) continue;
          expect(a[i]).toBe(b[j]);
          expect(j).toBeGreaterThan(last);
          last = j;
        }
      }),
    );
  });

  it('has as many pairs as any other when there are steps enough', () => {
    fc.assert(
      fc.property(keys, keys, (a, b) => {
        const exact = match(a, b, 1_000_000);
        expect(exact.exact).toBe(true);
        expect(places(exact.partner)).toHaveLength(longest([...a], [...b]));
      }),
    );
  });
});

/** The textbook's way, to compare with. */
function longest(a: number[], b: number[]): number {
  let before: number[] = Array<number>(b.length + 1).fill(0);
  for (const x of a) {
    const now = [0];
    for (const [j, y] of b.entries()) {
      now.push(x === y ? (before[j] ?? 0) + 1 : Math.max(before[j + 1] ?? 0, now[j] ?? 0));
    }
    before = now;
  }
  return before[b.length] ?? 0;
}

describe('children', () => {
  it('of a circle of parents hang below one of its spans', () => {
    const children = childrenOf(
      skeletonOfSpans([
        { parent: 1, name: 'a' },
        { parent: 0, name: 'b' },
        { parent: 2, name: 'its own parent' },
      ]),
    );
    expect([...children.roots]).toEqual([1, 2]);
    expect([...children.list]).toEqual([0]);
  });
});

describe('the shown rows', () => {
  const a = skeletonOfSpans([
    { parent: ROOT, name: 'root' },
    { parent: 0, name: 'x' },
    { parent: 1, name: 'deep' },
    { parent: 0, name: 'y', status: 1 },
  ]);
  const b = skeletonOfSpans([
    { parent: ROOT, name: 'root' },
    { parent: 0, name: 'x' },
    { parent: 1, name: 'deep' },
    { parent: 0, name: 'y', status: 2 },
  ]);
  const alignment = align(a, b);
  const differs = changesOf(alignment, a, b);

  it('leave out what is below a collapsed row', () => {
    expect([...shownRows(alignment, new Set([1]), null)]).toEqual([0, 1, 3]);
  });

  it('are those that differ and what leads to them when only differences are wanted', () => {
    expect(differs[3]).toBe(Change.status);
    expect([...shownRows(alignment, new Set(), differs)]).toEqual([0, 3]);
    expect([...leadingTo(alignment, differs)]).toEqual([1, 0, 0, 1]);
  });

  it('are gone through by their differences, round the end', () => {
    expect(nextDifference(differs, -1, 1)).toBe(3);
    expect(nextDifference(differs, 3, 1)).toBe(3);
    expect(nextDifference(differs, 0, -1)).toBe(3);
    expect(nextDifference(new Uint8Array(4), 0, 1)).toBe(-1);
  });

  it('are opened down to a row that has to be seen', () => {
    expect([...revealing(alignment, new Set([0, 1]), 2)]).toEqual([]);
    expect([...revealing(alignment, new Set([0, 1]), 1)]).toEqual([1]);
  });
});

function lasting(duration: number): Skeleton {
  return skeletonOfSpans([{ parent: ROOT, name: 'x', duration }]);
}

function changes(first: number, second: number): number | undefined {
  const [a, b] = [lasting(first), lasting(second)];
  return changesOf(align(a, b), a, b)[0];
}

describe('a duration', () => {
  it('counts as changed from a tenth and a millisecond on', () => {
    expect(changes(100e6, 112e6)).toBe(Change.duration);
    expect(changes(100e6, 109e6)).toBe(0);
    expect(changes(1e3, 500e3)).toBe(0);
  });

  it('counts as changed when only one of the spans has ended', () => {
    expect(changes(Number.NaN, 5e6)).toBe(Change.duration);
    expect(changes(Number.NaN, Number.NaN)).toBe(0);
  });
});
