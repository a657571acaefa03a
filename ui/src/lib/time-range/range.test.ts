import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { between, bounds, fromLocalInput, moment, toLocalInput, words } from './range';
import { stepFor, wholeSteps } from './steps';

const NOW = Date.UTC(2026, 0, 31, 12);

describe('a time range', () => {
  it('counts relative ends from now and leaves open ones out', () => {
    expect(bounds({ from: '-1h', to: null }, NOW)).toEqual({ from_ms: NOW - 3_600_000 });
    expect(bounds({ from: '-7d', to: '-1d' }, NOW)).toEqual({
      from_ms: NOW - 7 * 86_400_000,
      to_ms: NOW - 86_400_000,
    });
    expect(bounds({ from: '12', to: '34' }, NOW)).toEqual({ from_ms: 12, to_ms: 34 });
  });

  it.each(['soon', '-1x', '1.5', '-', ''])('takes %j as no moment', (text) => {
    expect(moment(text, NOW)).toBeNull();
  });

  it('is said in words', () => {
    const at = new Date(2026, 0, 31, 10, 0, 5).getTime();
    expect(words({ from: null, to: null })).toBe('All time');
    expect(words({ from: '-1h', to: null })).toBe('Last hour');
    expect(words({ from: '-2d', to: null })).toBe('Last 2 days');
    expect(words({ from: '-2d', to: '-1d' })).toBe('2 days ago – 1 day ago');
    expect(words({ from: String(at), to: null })).toBe('Since 2026-01-31 10:00:05');
    expect(words({ from: null, to: String(at) })).toBe('Until 2026-01-31 10:00:05');
    expect(words(between(at + 60_000, at))).toBe('2026-01-31 10:00:05 – 10:01:05');
  });

  it('is typed in local time and read back', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000 }), (seconds) => {
        const text = toLocalInput(seconds * 1000);
        const back = fromLocalInput(text) ?? Number.NaN;
        // Where clocks are put back, an hour is there twice.
        expect(toLocalInput(back)).toBe(text);
        expect(Math.abs(back - seconds * 1000)).toBeLessThanOrEqual(3 * 3_600_000);
      }),
    );
    const winter = new Date(2026, 0, 31, 10, 0, 5).getTime();
    expect(fromLocalInput(toLocalInput(winter))).toBe(winter);
    expect(fromLocalInput('')).toBeNull();
  });
});

describe('the step of a histogram', () => {
  it('never makes more bars than wanted', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 42 }),
        fc.integer({ min: 0, max: 2 ** 42 }),
        fc.integer({ min: 1, max: 200 }),
        (a, b, most) => {
          const step = stepFor(Math.min(a, b), Math.max(a, b), most);
          expect(step).toBeGreaterThanOrEqual(1);
          expect(Math.abs(a - b) / 1000 / step).toBeLessThanOrEqual(most);
        },
      ),
    );
  });
});

describe('the time of a histogram', () => {
  it('is made of whole steps, at least 24 of them, and holds both ends', () => {
    expect(wholeSteps(5500, 5600, 1000)).toEqual([-6000, 18_000]);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 42 }),
        fc.integer({ min: 0, max: 2 ** 30 }),
        fc.constantFrom(1000, 60_000),
        (from, more, step) => {
          const [first, last] = wholeSteps(from, from + more, step);
          expect(first).toBeLessThanOrEqual(from);
          expect(last).toBeGreaterThan(from + more);
          expect((last - first) / step).toBeGreaterThanOrEqual(24);
          expect(first % step).toBeCloseTo(0);
        },
      ),
    );
  });
});
