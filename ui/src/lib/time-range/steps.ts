/** Steps of a histogram, in seconds: each is one that people count time by. */
const STEPS = [
  1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400,
  172_800, 604_800, 1_209_600, 2_592_000, 7_776_000, 31_536_000,
];

/** The smallest step by which a time has no more than so many bars. */
export function stepFor(fromMs: number, toMs: number, most: number): number {
  const seconds = Math.max(0, toMs - fromMs) / 1000;
  const last = STEPS.at(-1) ?? 1;
  return STEPS.find((step) => seconds / step <= most) ?? Math.ceil(seconds / most / last) * last;
}

const LEAST_STEPS = 24;

/** Both ends on borders of steps, and so far apart that a single bar does not fill the width. */
export function wholeSteps(fromMs: number, toMs: number, stepMs: number): [number, number] {
  const from = Math.floor(fromMs / stepMs);
  const to = Math.floor(toMs / stepMs) + 1;
  const lacking = Math.max(0, LEAST_STEPS - (to - from));
  const before = Math.floor(lacking / 2);
  return [(from - before) * stepMs, (to + lacking - before) * stepMs];
}

/** A step in words: `5 min`. */
export function stepWords(seconds: number): string {
  if (seconds % 86_400 === 0) return plural(seconds / 86_400, 'day');
  if (seconds % 3600 === 0) return plural(seconds / 3600, 'hour');
  if (seconds % 60 === 0) return plural(seconds / 60, 'minute');
  return plural(seconds, 'second');
}

const plural = (many: number, word: string): string => `${many} ${word}${many === 1 ? '' : 's'}`;
