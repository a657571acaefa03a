import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { columnAt, everyNth, runs, ticks, yOf } from './scale';
import { aligned, stepStarts } from './series';

const plot = { left: 40, top: 8, width: 300, height: 120 };
const anything = fc.double({ noDefaultInfinity: false });

describe('the marks of an axis', () => {
  it('are finite, rise from 0, and reach the largest value', () => {
    fc.assert(
      fc.property(anything, fc.integer({ min: 1, max: 8 }), (largest, most) => {
        const marks = ticks(largest, most);
        expect(marks[0]).toBe(0);
        expect(marks.length).toBeGreaterThan(1);
        expect(marks.length).toBeLessThanOrEqual(most + 2);
        for (const [i, mark] of marks.entries()) {
          expect(Number.isFinite(mark)).toBe(true);
          if (i > 0) expect(mark).toBeGreaterThan(marks[i - 1] ?? 0);
        }
        if (largest > 1e-300 && largest < 1e300) {
          expect(marks.at(-1)).toBeGreaterThanOrEqual(largest * (1 - 1e-8));
        }
      }),
      {
        examples: [
          [0.3, 4],
          [100, 4],
          [Number.MAX_VALUE / 100, 3],
          [1e-300, 3],
        ],
      },
    );
  });

  it('are numbers that people count by', () => {
    expect(ticks(87, 4)).toEqual([0, 25, 50, 75, 100]);
    expect(ticks(0.3, 3)).toEqual([0, 0.1, 0.2, 0.3]);
    expect(ticks(0, 4).at(-1)).toBe(1);
  });
});

describe('marks of a chart', () => {
  it('are finite and inside, whatever the values', () => {
    fc.assert(
      fc.property(fc.array(fc.option(anything), { maxLength: 50 }), anything, (values, top) => {
        for (const { x, y } of runs(plot, values, top).flat()) {
          expect(x).toBeGreaterThanOrEqual(plot.left);
          expect(x).toBeLessThanOrEqual(plot.left + plot.width);
          expect(y).toBeGreaterThanOrEqual(plot.top);
          expect(y).toBeLessThanOrEqual(plot.top + plot.height);
        }
        for (const i of values.keys()) {
          const { x, width } = columnAt(plot, values.length, i);
          expect(x + width).toBeLessThanOrEqual(plot.left + plot.width + 1e-9);
        }
      }),
    );
    expect(yOf(plot, Number.NaN, 0)).toBe(plot.top + plot.height);
  });

  it('are in one run as long as nothing is missing', () => {
    expect(runs(plot, [1, 2, null, 3], 3).map((run) => run.length)).toEqual([2, 1]);
  });

  it('have labels that have their room', () => {
    expect(everyNth(24, 240, 60)).toBe(6);
    expect(everyNth(0, 0, 60)).toBe(1);
  });
});

describe('figures over time', () => {
  it('have a value for each step, also where nothing came', () => {
    const starts = stepStarts(7_200_500, 14_400_000, 3600);
    expect(starts).toEqual([7_200_000, 10_800_000, 14_400_000]);
    const points = [{ time_ms: 10_800_000, values: { COUNT: 3 } }];
    expect(aligned(starts, points, 'COUNT', 0)).toEqual([0, 3, 0]);
    expect(aligned(starts, points, 'P50', null)).toEqual([null, null, null]);
  });

  it('have at least one step', () => {
    expect(stepStarts(5000, 4000, 1)).toHaveLength(1);
  });
});
