import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { largeSkeleton, skeletonOf, type GivenSpan } from '../../testing/trees';
import { MISSING, spanIdAt } from '../skeleton/skeleton';
import { Counts, errorCounts } from './counts';
import { criticalPath } from './critical';
import { ALL_OPEN, openSpans, reveal, step, toggle, usefulLevel } from './expansion';
import { applyFilter, namesWith, NO_FILTER } from './filter';
import { findPlace } from './places';
import { rowBefore, rowOf, visibleRows } from './rows';
import { selfTimes, timesOf } from './times';
import { totalsOf } from './totals';
import { buildTree, contains, indent, type TraceTree } from './tree';
import { odditiesOf } from './truth';

const treeOf = (spans: readonly GivenSpan[]) => buildTree(skeletonOf(spans));
const allOpen = (tree: TraceTree) => openSpans(tree, { level: ALL_OPEN, changed: new Set() });

/** Any parents at all: missing ones, rings, children before their parents. */
const anySpans = fc
  .integer({ min: 0, max: 40 })
  .chain((n) =>
    fc.array(fc.integer({ min: -2, max: Math.max(0, n - 1) }), { minLength: n, maxLength: n }),
  )
  .map((parents) => parents.map((parent): GivenSpan => ({ parent })));

describe('the tree', () => {
  it('shows each span once, whatever the parents are', () => {
    fc.assert(
      fc.property(anySpans, (spans) => {
        const tree = treeOf(spans);
        expect([...tree.order].toSorted((a, b) => a - b)).toEqual(spans.map((_, place) => place));
        for (const span of tree.order) {
          const above = tree.parent[span] ?? -1;
          if (above >= 0) {
            expect(tree.at[span]).toBeGreaterThan(tree.at[above] ?? 0);
            expect(contains(tree, above, span)).toBe(true);
            expect(tree.depth[span]).toBe((tree.depth[above] ?? 0) + 1);
          }
        }
        expect([...visibleRows(tree, allOpen(tree), -1, null)]).toEqual([...tree.order]);
      }),
    );
  });

  it('makes a root of a span whose parent is missing, and of one span of a ring', () => {
    const tree = treeOf([{ parent: MISSING }, { parent: 2 }, { parent: 1 }, { parent: 1 }]);
    expect(tree.orphans).toBe(1);
    expect(tree.rings).toBe(1);
    expect([...tree.order]).toEqual([0, 1, 2, 3]);
  });

  it('leaves room for names sixty levels deep', () => {
    expect(indent(60)).toBeLessThan(260);
    expect(indent(1)).toBeLessThan(indent(2));
  });

  it('finds spans by their ids', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.bigInt({ min: 0n, max: 2n ** 64n - 1n })), (ids) => {
        const skeleton = skeletonOf(
          ids.map(() => ({})),
          { id: BigUint64Array.from(ids) },
        );
        ids.forEach((_, place) => {
          expect(findPlace(skeleton, spanIdAt(skeleton, place))).toBe(place);
        });
        expect(findPlace(skeleton, 'no id')).toBe(-1);
        expect(findPlace(skeleton, null)).toBe(-1);
      }),
    );
  });
});

describe('expansion', () => {
  it('opens a small trace whole, and of a large one the levels that fit', () => {
    expect(usefulLevel(buildTree(largeSkeleton(900)))).toBe(ALL_OPEN);
    const large = buildTree(largeSkeleton(50_000));
    const level = usefulLevel(large);
    const rows = visibleRows(large, openSpans(large, { level, changed: new Set() }), -1, null);
    expect(rows.length).toBeGreaterThan(100);
    expect(rows.length).toBeLessThanOrEqual(1000);
  });

  it('shows the children of a root however many they are', () => {
    const spans = Array.from({ length: 3000 }, (_, place) => (place === 0 ? {} : { parent: 0 }));
    expect(usefulLevel(treeOf(spans))).toBe(1);
  });

  it('closes and opens one span, and all that hides another', () => {
    const tree = treeOf([{}, { parent: 0 }, { parent: 1 }, { parent: 0 }]);
    const closed = toggle({ level: ALL_OPEN, changed: new Set() }, spanIdAt(tree.skeleton, 0));
    const open = openSpans(tree, closed);
    expect([...visibleRows(tree, open, -1, null)]).toEqual([0]);
    const revealed = reveal(tree, closed, open, 2, spanIdAt);
    expect([...visibleRows(tree, openSpans(tree, revealed), -1, null)]).toEqual([0, 1, 2, 3]);
  });

  it('goes one level up and down', () => {
    const tree = treeOf([{}, { parent: 0 }, { parent: 1 }]);
    const less = step(tree, { level: ALL_OPEN, changed: new Set() }, -1);
    expect([...visibleRows(tree, openSpans(tree, less), -1, null)]).toEqual([0, 1]);
    expect(step(tree, less, 1).level).toBe(2);
  });

  it('is the same when spans come between', () => {
    const before = treeOf([{ id: 1 }, { id: 2, parent: 0 }, { id: 3, parent: 1 }]);
    const closed = toggle({ level: ALL_OPEN, changed: new Set() }, '0000000000000002');
    expect(visibleRows(before, openSpans(before, closed), -1, null)).toHaveLength(2);
    const after = treeOf([
      { id: 1 },
      { id: 9, parent: 0 },
      { id: 2, parent: 0 },
      { id: 3, parent: 2 },
    ]);
    expect([...visibleRows(after, openSpans(after, closed), -1, null)]).toEqual([0, 1, 2]);
  });
});

describe('rows', () => {
  it('know the row of each span, and the one before what is not shown', () => {
    fc.assert(
      fc.property(anySpans, fc.infiniteStream(fc.boolean()), (spans, flags) => {
        const tree = treeOf(spans);
        const open = Uint8Array.from(spans, () => (flags.next().value ? 1 : 0));
        const rows = visibleRows(tree, open, -1, null);
        rows.forEach((span, row) => expect(rowOf(tree, rows, span)).toBe(row));
        for (const span of tree.order) {
          const row = rowBefore(tree, rows, span);
          expect(contains(tree, rows[row] ?? -1, span)).toBe(true);
        }
      }),
    );
  });

  it('show a part of the tree alone', () => {
    const tree = treeOf([{}, { parent: 0 }, { parent: 1 }, { parent: 0 }]);
    expect([...visibleRows(tree, allOpen(tree), 1, null)]).toEqual([1, 2]);
  });
});

describe('filters', () => {
  const tree = treeOf([
    { name: 'agent', type: 'AGENT', duration: 100 },
    { parent: 0, name: 'plan', type: 'CHAIN', duration: 40 },
    { parent: 1, name: 'Ask the model', type: 'LLM', duration: 30, status: 2 },
    { parent: 0, name: 'look up', type: 'TOOL', duration: 5, status: 2 },
    { parent: 0, name: 'still on', type: 'TOOL', duration: Number.NaN },
  ]);
  const shown = (filter: Partial<typeof NO_FILTER>, focus = -1) => {
    const filtered = applyFilter(tree, { ...NO_FILTER, ...filter }, focus);
    return [...visibleRows(tree, allOpen(tree), focus, filtered)];
  };

  it('keep the parents of what they leave', () => {
    expect(shown({ types: ['LLM'] })).toEqual([0, 1, 2]);
    expect(shown({ name: 'ask' })).toEqual([0, 1, 2]);
    expect(shown({ errorsOnly: true })).toEqual([0, 1, 2, 3]);
    expect(shown({ hide: ['TOOL'] })).toEqual([0, 1, 2]);
    expect(shown({ name: 'nothing like it' })).toEqual([]);
  });

  it('do not hide for its duration what runs still', () => {
    expect(shown({ leastNanos: 30e6 })).toEqual([0, 1, 2, 4]);
  });

  it('count what they hide, with its errors, where it was', () => {
    const filtered = applyFilter(tree, { ...NO_FILTER, types: ['AGENT'] }, -1);
    expect(filtered).toMatchObject({ matches: 1, hidden: 4, hiddenErrors: 2 });
    expect(filtered?.pruned[0]).toBe(4);
    expect(filtered?.prunedErrors[0]).toBe(2);
  });

  it('keep the span that is looked at', () => {
    expect(shown({ types: ['TOOL'] }, 1)).toEqual([1]);
  });

  it('hide as many as they do not show, whatever the tree', () => {
    fc.assert(
      fc.property(anySpans, fc.infiniteStream(fc.boolean()), (spans, flags) => {
        const tree = treeOf(spans.map((span) => ({ ...span, status: flags.next().value ? 2 : 1 })));
        const filtered = applyFilter(tree, { ...NO_FILTER, errorsOnly: true }, -1);
        const rows = visibleRows(tree, allOpen(tree), -1, filtered);
        expect(rows.length + (filtered?.hidden ?? 0)).toBe(tree.count);
        expect(filtered?.hiddenErrors).toBe(0);
      }),
    );
  });

  it('find names whatever the case', () => {
    expect([...(namesWith(tree, 'LOOK') ?? [])]).toEqual([0, 0, 0, 1, 0]);
    expect(namesWith(tree, '')).toBeNull();
  });
});

describe('counts', () => {
  const tree = treeOf([
    { status: 2 },
    { parent: 0, status: 1 },
    { parent: 1, status: 2 },
    { parent: 0, status: 2 },
  ]);

  it('say how many failed below a span', () => {
    const errors = errorCounts(tree);
    expect([errors.total, errors.below(0), errors.below(1), errors.ahead(3)]).toEqual([3, 2, 1, 2]);
    expect([errors.has(0), errors.has(1)]).toEqual([true, false]);
  });

  it('go from one to the next, and round the ends', () => {
    const errors = errorCounts(tree);
    expect([errors.next(0, 1), errors.next(3, 1), errors.next(0, -1), errors.next(-1, 1)]).toEqual([
      2, 0, 3, 0,
    ]);
    expect(errors.next(-1, -1)).toBe(3);
    expect(new Counts(tree, () => false).next(0, 1)).toBe(-1);
  });
});

describe('tokens and cost', () => {
  it('are summed up over the tree', () => {
    const totals = totalsOf(
      treeOf([{}, { parent: 0, input: 10, output: 2, cost: 0.5 }, { parent: 0, input: 5 }, {}]),
    );
    expect([totals.input[0], totals.output[0], totals.cost[0]]).toEqual([15, 2, 0.5]);
    expect(totals.input[3]).toBeNaN();
  });

  it('count once when a parent says what its children come to', () => {
    const totals = totalsOf(
      treeOf([
        { input: 15, output: 3, cost: 0.3 },
        { parent: 0, input: 10, output: 2, cost: 0.1 },
        { parent: 0, input: 5, output: 1, cost: 0.2 },
      ]),
    );
    expect([totals.input[0], totals.output[0]]).toEqual([15, 3]);
    expect(totals.cost[0]).toBeCloseTo(0.3, 6);
  });

  it('of a span cover what is below it, as MLflow counts', () => {
    const totals = totalsOf(
      treeOf([{}, { parent: 0, input: 4, output: 1 }, { parent: 1, input: 10, output: 2 }]),
    );
    expect([...totals.input]).toEqual([4, 4, 10]);
    expect([...totals.output]).toEqual([1, 1, 2]);
  });
});

describe('self time', () => {
  it('is what no child covers, however children overlap', () => {
    const tree = treeOf([
      { duration: 100 },
      { parent: 0, start: 10, duration: 30 },
      { parent: 0, start: 20, duration: 30 },
      { parent: 0, start: 90, duration: 50 },
    ]);
    expect(selfTimes(tree, timesOf(tree, null))[0]).toBe(50e6);
  });

  it('is never less than nothing or more than the span', () => {
    fc.assert(
      fc.property(anyTimes, (spans) => {
        const tree = treeOf(spans);
        const times = timesOf(tree, null);
        selfTimes(tree, times).forEach((self, span) => {
          expect(self).toBeGreaterThanOrEqual(0);
          expect(self).toBeLessThanOrEqual((times.end[span] ?? 0) - (times.start[span] ?? 0));
        });
      }),
    );
  });
});

const anyTimes = anySpans.chain((spans) =>
  fc.tuple(
    ...spans.map((span) =>
      fc.record({
        parent: fc.constant(span.parent ?? -1),
        start: fc.double({ noNaN: true, min: -1e3, max: 1e3 }),
        duration: fc.oneof(
          fc.double({ noNaN: true, min: -10, max: 1e3 }),
          fc.constant(0),
          fc.constant(Number.NaN),
        ),
      }),
    ),
  ),
);

describe('the critical path', () => {
  it('goes through the child that ended last, and what it waited for', () => {
    const tree = treeOf([
      { duration: 100 },
      { parent: 0, start: 10, duration: 30 },
      { parent: 0, start: 15, duration: 10 },
      { parent: 0, start: 50, duration: 40 },
    ]);
    const path = criticalPath(tree, timesOf(tree, null));
    const parts = (span: number) =>
      Array.from({ length: path.first[span + 1]! - path.first[span]! }, (_, i) => [
        path.from[path.first[span]! + i]! / 1e6,
        path.to[path.first[span]! + i]! / 1e6,
      ]);
    expect(parts(0)).toEqual([
      [0, 10],
      [40, 50],
      [90, 100],
    ]);
    expect(parts(1)).toEqual([[10, 40]]);
    expect(parts(2)).toEqual([]);
    expect(parts(3)).toEqual([[50, 90]]);
  });

  it('is never in two places at a time, and within the trace', () => {
    fc.assert(
      fc.property(anyTimes, (spans) => {
        const tree = treeOf(spans);
        const times = timesOf(tree, null);
        const path = criticalPath(tree, times);
        const parts = Array.from(path.from, (from, i) => [from, path.to[i] ?? 0] as const).toSorted(
          (a, b) => a[0] - b[0],
        );
        let last = times.from;
        for (const [from, to] of parts) {
          expect(from).toBeGreaterThanOrEqual(last);
          expect(to).toBeGreaterThan(from);
          last = to;
        }
        expect(last).toBeLessThanOrEqual(times.to);
      }),
    );
  });
});

describe('the truth about a trace', () => {
  it('names clocks that disagree, times that run backwards, spans without an end or a parent', () => {
    const tree = treeOf([
      { parent: MISSING, start: 5, duration: -2 },
      { parent: 0, start: 2, duration: Number.NaN },
    ]);
    expect(odditiesOf(tree)).toMatchObject({
      orphans: 1,
      rootless: true,
      negative: 1,
      open: 1,
      early: 1,
      earliest: 3e6,
      earliestSpan: 1,
    });
  });

  it('says nothing of a sound trace, nor of an empty one', () => {
    const sound = { orphans: 0, rings: 0, negative: 0, open: 0, early: 0, rootless: false };
    expect(odditiesOf(treeOf([{ duration: 5 }, { parent: 0 }]))).toMatchObject(sound);
    expect(odditiesOf(treeOf([]))).toMatchObject(sound);
  });
});
