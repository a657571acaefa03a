/** A step of time: when it begins, how many traces began in it, and how many of them failed. */
export type Bar = readonly [startMs: number, traces: number, errors: number];

export interface BarBox {
  readonly startMs: number;
  readonly endMs: number;
  readonly traces: number;
  readonly errors: number;
  readonly x: number;
  readonly width: number;
  /** The part of traces without errors; it stands on that of errors. */
  readonly y: number;
  readonly height: number;
  readonly errorY: number;
  readonly errorHeight: number;
}

export interface TimeBox {
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepSeconds: number;
  readonly width: number;
  readonly height: number;
}

/** What is there at least, so that one trace among thousands is seen. */
const LEAST = 2;
const GAP = 1;

/** Where the bars stand: all within the box, whatever the times and numbers. */
export function layout(bars: readonly Bar[], box: TimeBox): readonly BarBox[] {
  const span = box.toMs - box.fromMs;
  if (!(span > 0) || !(box.width > 0) || !(box.height > 0)) return [];
  const most = bars.reduce((max, [, traces]) => Math.max(max, traces), 1);
  const placed: BarBox[] = [];
  for (const [startMs, traces, errors] of bars) {
    const endMs = startMs + box.stepSeconds * 1000;
    if (traces <= 0 || endMs <= box.fromMs || startMs >= box.toMs) continue;
    const left = clamp(((startMs - box.fromMs) / span) * box.width, 0, box.width);
    const right = clamp(((endMs - box.fromMs) / span) * box.width, 0, box.width);
    const width = Math.min(Math.max(LEAST, right - left - GAP), box.width);
    const whole = clamp(Math.max(LEAST, (traces / most) * box.height), 0, box.height);
    const share = clamp(errors / traces, 0, 1);
    const errorHeight = share === 0 ? 0 : clamp(Math.max(LEAST, whole * share), 0, whole);
    placed.push({
      startMs,
      endMs,
      traces,
      errors,
      x: Math.min(left, box.width - width),
      width,
      y: box.height - whole,
      height: whole - errorHeight,
      errorY: box.height - errorHeight,
      errorHeight,
    });
  }
  return placed;
}

/** The moment at a place. */
export function momentAt(x: number, { fromMs, toMs, width }: TimeBox): number {
  return fromMs + (clamp(x, 0, width) / Math.max(1, width)) * (toMs - fromMs);
}

/** The place of a moment. */
export function placeAt(ms: number, { fromMs, toMs, width }: TimeBox): number {
  return clamp(((ms - fromMs) / Math.max(1, toMs - fromMs)) * width, 0, width);
}

/** Both ends on borders of steps, so that whole bars are chosen. */
export function onSteps(a: number, b: number, stepSeconds: number): readonly [number, number] {
  const step = stepSeconds * 1000;
  const from = Math.floor(Math.min(a, b) / step) * step;
  const to = Math.ceil(Math.max(a, b) / step) * step;
  return [from, Math.max(to, from + step) - 1];
}

const clamp = (value: number, least: number, most: number): number =>
  Math.min(most, Math.max(least, value));
