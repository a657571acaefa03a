import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bar, layout, momentAt, onSteps, placeAt } from './layout';

const box = { fromMs: 0, toMs: 10_000, stepSeconds: 1, width: 100, height: 40 };

describe('the bars of a histogram', () => {
  it('stand by their time, errors below the others', () => {
    const [first, second] = layout(
      [
        [0, 10, 0],
        [5000, 5, 2],
      ],
      box,
    );
    expect(first).toMatchObject({ x: 0, width: 9, y: 0, height: 40, errorHeight: 0 });
    expect(second).toMatchObject({ x: 50, y: 20, height: 12, errorY: 32, errorHeight: 8 });
  });

  it('are always finite and inside the box', () => {
    const number = fc.oneof(fc.integer(), fc.constantFrom(0, -1, 1e15));
    const bars = fc.array(fc.tuple(number, fc.integer(), fc.integer()));
    const boxes = fc.record({
      fromMs: number,
      toMs: number,
      stepSeconds: fc.integer({ min: 1, max: 1e6 }),
      width: fc.double({ min: 0, max: 4000, noNaN: true }),
      height: fc.double({ min: 0, max: 400, noNaN: true }),
    });
    fc.assert(
      fc.property(bars, boxes, (given, around) => {
        for (const each of layout(given as Bar[], around)) {
          for (const value of Object.values(each)) expect(Number.isFinite(value)).toBe(true);
          expect(each.x).toBeGreaterThanOrEqual(0);
          expect(each.x + each.width).toBeLessThanOrEqual(around.width + 1e-6);
          expect(each.y).toBeGreaterThanOrEqual(0);
          expect(each.height).toBeGreaterThanOrEqual(0);
          expect(each.errorY + each.errorHeight).toBeLessThanOrEqual(around.height + 1e-6);
        }
      }),
    );
  });

  it('give moments back from places', () => {
    expect(momentAt(placeAt(2500, box), box)).toBe(2500);
    expect(momentAt(-5, box)).toBe(0);
  });

  it('are chosen whole', () => {
    expect(onSteps(1500, 3200, 1)).toEqual([1000, 3999]);
    expect(onSteps(1000, 1000, 1)).toEqual([1000, 1999]);
  });
});
