/** One figure over time, a value for each step; null where nothing is known. */
export interface Series {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

interface Point {
  readonly time_ms: number | null;
  readonly values: Readonly<Record<string, number | null>>;
}

/** The starts of the steps from one moment to another, in milliseconds; steps begin at multiples of their length, as the server's do. */
export function stepStarts(fromMs: number, toMs: number, stepSeconds: number): readonly number[] {
  const step = stepSeconds * 1000;
  const first = Math.floor(fromMs / step) * step;
  const count = Math.floor((toMs - first) / step) + 1;
  return Array.from(
    { length: Math.max(1, Math.min(count, MOST_STEPS)) },
    (_, i) => first + i * step,
  );
}

const MOST_STEPS = 1000;

/** The values of points at each of the steps. */
export function aligned(
  starts: readonly number[],
  points: readonly Point[],
  figure: string,
  otherwise: number | null,
): readonly (number | null)[] {
  const known = new Map(points.map((point) => [point.time_ms, point.values[figure] ?? otherwise]));
  return starts.map((start) => known.get(start) ?? otherwise);
}
