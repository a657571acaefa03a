import type { Unit } from './fields';

const FACTORS: Record<Unit, Record<string, number>> = {
  time: { '': 1, us: 0.001, ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000, d: 86_400_000 },
  count: { '': 1, k: 1000, m: 1_000_000, b: 1_000_000_000 },
  dollars: { '': 1, c: 0.01 },
};

const EXPECTED: Record<Unit, string> = {
  time: 'a duration such as 500ms, 2s, 1.5m or 1h; without a unit it is milliseconds',
  count: 'a number such as 1000 or 10k',
  dollars: 'US dollars such as 0.01',
};

/** A number with its unit, as the filter language counts it: `2s` is 2000; null when it is none. */
export function quantity(text: string, unit: Unit): number | null {
  const found = /^\$?(-?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?)([a-z]*)$/i.exec(text.trim());
  if (!found || (text.startsWith('$') && unit !== 'dollars')) return null;
  const factor = FACTORS[unit][(found[2] ?? '').toLowerCase()];
  const value = Number(found[1]);
  if (factor === undefined || !Number.isFinite(value * factor)) return null;
  return Number((value * factor).toPrecision(15));
}

export const expected = (unit: Unit): string => EXPECTED[unit];

/** Both ends of `1s..5s`; null when it is no range. */
export function rangeOf(text: string): readonly [string, string] | null {
  const parts = text.split('..');
  const [from, to] = parts;
  return parts.length === 2 && from && to ? [from, to] : null;
}
