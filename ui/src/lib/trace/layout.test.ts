import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { largeSkeleton, skeletonOf, type GivenSpan } from '../../testing/trees';
import { binsOf } from './bins';
import { barOf, type Box, labelPlace, pixelAt, strokesOf } from './layout';
import { idleGaps, placeAt, scaleOf, timeAt } from './scale';
import { roundStep, ticksOf } from './ticks';
import { timesOf } from './times';
import { buildTree } from './tree';
import { ALL, inside, panned, windowOf, zoomed, zoomOf } from './window';

const anyNumber = fc.oneof(
  fc.double(),
  fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  fc.constantFrom(0, Number.NaN, Number.POSITIVE_INFINITY, -1, 1e18, 1.7e12),
);

const anyTrace = fc.array(
  fc.record({ start: anyNumber, duration: anyNumber, parent: fc.constant(-1) }),
  { maxLength: 30 },
);

const anyWindow = fc
  .tuple(fc.double({ min: -1, max: 2 }), fc.double({ min: -1, max: 2 }))
  .map(([a, b]) => inside(a, b));

function laidOut(spans: readonly GivenSpan[], compressed: boolean, width: number, now = null) {
  const tree = buildTree(skeletonOf(spans));
  const times = timesOf(tree, now);
  const gaps = compressed ? idleGaps(tree, times) : [];
  const box: Box = { scale: scaleOf(times.from, times.to, gaps), shown: ALL, width };
  return { tree, times, gaps, box };
}

describe('bars', () => {
  it('are finite and inside, whatever the times, the zoom, the width', () => {
    fc.assert(
      fc.property(
        anyTrace,
        anyWindow,
        fc.double({ min: 0, max: 4000, noNaN: true }),
        fc.boolean(),
        (spans, shown, width, compressed) => {
          const { tree, times, box } = laidOut(spans, compressed, width);
          for (let span = 0; span < tree.count; span++) {
            const bar = barOf({ ...box, shown }, times.start[span]!, times.end[span]!);
            expect(Number.isFinite(bar.left)).toBe(true);
            expect(Number.isFinite(bar.width)).toBe(true);
            expect(bar.left).toBeGreaterThanOrEqual(0);
            expect(bar.width).toBeGreaterThanOrEqual(0);
            expect(bar.left + bar.width).toBeLessThanOrEqual(width + 1e-6);
          }
        },
      ),
    );
  });

  it('are where their times are', () => {
    const { box, times } = laidOut(
      [{ duration: 100 }, { parent: 0, start: 25, duration: 50 }],
      false,
      400,
    );
    expect(barOf(box, times.start[1]!, times.end[1]!)).toEqual({
      left: 100,
      width: 200,
      outside: null,
    });
    const shown = inside(0.8, 1);
    expect(barOf({ ...box, shown }, times.start[1]!, times.end[1]!).outside).toBe('before');
    expect(barOf({ ...box, shown: inside(0, 0.1) }, times.start[1]!, times.end[1]!).outside).toBe(
      'after',
    );
  });

  it('can be seen when nothing takes any time', () => {
    const { box, times } = laidOut([{ duration: 0 }], false, 400);
    expect(barOf(box, times.start[0]!, times.end[0]!)).toEqual({
      left: 0,
      width: 2,
      outside: null,
    });
  });

  it('reach to now, or to the end of the trace, without an end', () => {
    const running = [{ duration: 10 }, { parent: 0, start: 4, duration: Number.NaN }];
    const tree = buildTree(skeletonOf(running));
    expect(timesOf(tree, 50e6).end[1]).toBe(50e6);
    expect(timesOf(tree, null).end[1]).toBe(10e6);
  });

  it('have their words inside, behind, before, or nowhere, but never over an edge', () => {
    expect(labelPlace({ left: 0, width: 100, outside: null }, 400, 40)).toBe('inside');
    expect(labelPlace({ left: 0, width: 10, outside: null }, 400, 40)).toBe('right');
    expect(labelPlace({ left: 380, width: 10, outside: null }, 400, 40)).toBe('left');
    expect(labelPlace({ left: 0, width: 0, outside: null }, 0, 40)).toBe('nowhere');
    expect(labelPlace({ left: 20, width: 30, outside: null }, 60, 40)).toBe('nowhere');
  });

  it('join the parts of the critical path that touch', () => {
    const { box } = laidOut([{ duration: 100 }], false, 100);
    const from = Float64Array.of(0, 10e6, 60e6);
    const to = Float64Array.of(10e6, 20e6, 70e6);
    expect(strokesOf(box, from, to, 0, 3)).toBe('M0.0 0H20.0M60.0 0H70.0');
  });
});

describe('idle gaps', () => {
  const hour = [
    { duration: 3_600_200 },
    { parent: 0, start: 0, duration: 100 },
    { parent: 0, start: 3_600_100, duration: 100 },
  ];

  it('are found where no span without children runs for long', () => {
    const { gaps } = laidOut(hour, true, 400);
    expect(gaps).toEqual([{ from: 100e6, to: 3_600_100e6 }]);
  });

  it('take little of the line, so that the rest can be seen', () => {
    const { box, times } = laidOut(hour, true, 400);
    expect(barOf(box, times.start[1]!, times.end[1]!).width).toBeGreaterThan(150);
    expect(barOf(box, times.start[2]!, times.end[2]!).width).toBeGreaterThan(150);
  });

  it('are not made of the time that a parent works itself', () => {
    expect(laidOut([{ duration: 100 }, { parent: 0, duration: 30 }], true, 400).gaps).toEqual([]);
  });

  it('keep the order of times', () => {
    fc.assert(
      fc.property(anyTrace, (spans) => {
        const { box, times } = laidOut(spans, true, 400);
        const all = [...times.start, ...times.end].toSorted((a, b) => a - b);
        for (let i = 1; i < all.length; i++) {
          expect(placeAt(box.scale, all[i]!)).toBeGreaterThanOrEqual(
            placeAt(box.scale, all[i - 1]!),
          );
        }
      }),
    );
  });

  it('do not lose the way back from places to times', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), (place) => {
        const { box } = laidOut(hour, true, 400);
        expect(placeAt(box.scale, timeAt(box.scale, place))).toBeCloseTo(place, 6);
      }),
    );
  });
});

describe('zoom', () => {
  it('keeps the window within the trace', () => {
    fc.assert(
      fc.property(anyWindow, anyNumber, anyNumber, (shown, factor, anchor) => {
        for (const next of [zoomed(shown, factor, anchor), panned(shown, anchor)]) {
          expect(next.from).toBeGreaterThanOrEqual(0);
          expect(next.to).toBeLessThanOrEqual(1);
          expect(next.to).toBeGreaterThan(next.from);
        }
      }),
    );
  });

  it('keeps what is under the pointer where it is', () => {
    const { box } = laidOut([{ duration: 100 }], false, 400);
    const before = { ...box, shown: inside(0.2, 0.8) };
    const after = { ...box, shown: zoomed(before.shown, 0.5, 0.25) };
    expect(pixelAt(after, timeAt(box.scale, 0.35))).toBeCloseTo(100, 6);
  });

  it('is all when a link says nothing, and comes back from a link', () => {
    const { box } = laidOut([{ duration: 100 }], false, 400);
    expect(windowOf(box.scale, null, null)).toEqual(ALL);
    expect(zoomOf(box.scale, ALL)).toEqual({ zoomFrom: null, zoomTo: null });
    const { zoomFrom, zoomTo } = zoomOf(box.scale, inside(0.25, 0.5));
    expect(windowOf(box.scale, zoomFrom, zoomTo)).toEqual({ from: 0.25, to: 0.5 });
  });
});

describe('the axis', () => {
  it('says round times, apart from each other, inside', () => {
    fc.assert(
      fc.property(anyTrace, anyWindow, fc.integer({ min: 0, max: 3000 }), (spans, shown, width) => {
        const { box } = laidOut(spans, true, width);
        const ticks = ticksOf({ ...box, shown });
        expect(ticks.length).toBeLessThanOrEqual(width / 60 + 1);
        ticks.forEach((tick, i) => {
          expect(tick.x).toBeGreaterThanOrEqual(0);
          expect(tick.x).toBeLessThanOrEqual(width);
          if (i > 0) expect(tick.x).toBeGreaterThan(ticks[i - 1]!.x);
        });
      }),
    );
  });

  it('says nothing in front of a window that begins just behind a round time', () => {
    const { box } = laidOut([{ start: 0, duration: 5e-324 }], true, 989);
    const shown = { from: 1.0111223458038425e-18, to: 1.0000000010111225e-9 };
    expect(ticksOf({ ...box, shown }).every((tick) => tick.x >= 0)).toBe(true);
  });

  it('counts from the start of the trace', () => {
    const { box } = laidOut([{ start: 7, duration: 100 }], false, 500);
    expect(ticksOf(box).map((tick) => tick.label)).toEqual([
      '0',
      '20 ms',
      '40 ms',
      '60 ms',
      '80 ms',
      '100 ms',
    ]);
  });

  it('takes steps that people count in', () => {
    expect(roundStep(3)).toBe(5);
    expect(roundStep(0.2)).toBe(1);
    expect(roundStep(31e9)).toBe(60e9);
    expect(roundStep(4000e9)).toBe(7200e9);
    expect(roundStep(86_400e9 * 3)).toBe(86_400e9 * 5);
  });
});

describe('the minimap', () => {
  it('has a mark where spans are, and says where one failed', () => {
    const { tree, times, box } = laidOut(
      [
        { duration: 100, type: 'AGENT' },
        { parent: 0, start: 50, duration: 10, type: 'LLM', status: 2 },
      ],
      false,
      10,
    );
    const bins = binsOf(tree, times, box.scale, 10, 8);
    expect([...bins.type.subarray(0, 10)]).toEqual(Array(10).fill(1));
    expect([...bins.type.subarray(10)]).toEqual([0, 0, 0, 0, 0, 2, 0, 0, 0, 0]);
    expect(bins.error.indexOf(1)).toBe(5);
  });

  it('takes any times, any width', () => {
    fc.assert(
      fc.property(anyTrace, fc.integer({ min: 0, max: 300 }), (spans, width) => {
        const { tree, times, box } = laidOut(spans, true, width);
        const bins = binsOf(tree, times, box.scale, width, 8);
        expect(bins.type).toHaveLength(bins.width * bins.lanes);
        if (spans.length > 0 && width > 0) expect(bins.type.some((mark) => mark > 0)).toBe(true);
      }),
    );
  });

  it('has sixty levels in a few lanes', () => {
    const spans = Array.from({ length: 60 }, (_, place) => ({ parent: place - 1 }));
    const { tree, times, box } = laidOut(spans, false, 20);
    expect(binsOf(tree, times, box.scale, 20, 12).lanes).toBe(12);
  });

  it('has ten thousand spans on some hundred pixels', () => {
    const tree = buildTree(largeSkeleton(10_000));
    const times = timesOf(tree, null);
    const bins = binsOf(tree, times, scaleOf(times.from, times.to, []), 300, 8);
    expect(bins.type.length).toBeLessThanOrEqual(2400);
  });
});
