import { durationOfNanos } from '../format/format';
import { type Box, pixelAt } from './layout';
import { timeAt } from './scale';

export interface Tick {
  readonly x: number;
  readonly label: string;
}

const APART = 90;
const MOST_ROUNDS = 1000;

/** Where the axis says the time since the start of the trace: round steps, none in gaps, none closer than words are wide. */
export function ticksOf(box: Box): readonly Tick[] {
  const { scale, shown, width } = box;
  if (width <= 0 || scale.to <= scale.from) return [];
  const from = timeAt(scale, shown.from);
  const to = timeAt(scale, shown.to);
  const inGaps = scale.gaps.reduce(
    (sum, gap) => sum + Math.max(0, Math.min(gap.to, to) - Math.max(gap.from, from)),
    0,
  );
  const drawn = to - from - inGaps;
  const step = roundStep((drawn > 0 ? drawn : to - from) / Math.max(1, Math.floor(width / APART)));
  if (!(step > 0) || !Number.isFinite(step)) return [];
  const ticks: Tick[] = [];
  let last = Number.NEGATIVE_INFINITY;
  let time = upTo(from - scale.from, step);
  // Within gaps steps are jumped over, so there are about as many rounds as ticks; but floats of very long times may deceive.
  for (let round = 0; round < MOST_ROUNDS && time + scale.from <= to; round++) {
    const at = time + scale.from;
    const gap = scale.gaps.find((gap) => at > gap.from && at < gap.to);
    const x = Math.min(width, Math.max(0, pixelAt(box, at))); // a step is found a little before it is reached
    if (gap === undefined && x - last >= APART * 0.7) {
      ticks.push({ x, label: time === 0 ? '0' : durationOfNanos(clean(time, step)) });
      last = x;
    }
    const next = gap === undefined ? time + step : upTo(gap.to - scale.from, step);
    if (!(next > time)) break;
    time = next;
  }
  return ticks;
}

function upTo(time: number, step: number): number {
  return Math.ceil(time / step - 1e-9) * step;
}

function clean(time: number, step: number): number {
  return Math.round(time / step) * step;
}

const ROUND = [1, 2, 5, 10];
const SECOND = 1e9;
const LONG_STEPS = [60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400];

/** The next round number: 1, 2, 5 times a power of ten; minutes and hours from a minute on. */
export function roundStep(least: number): number {
  if (least > 30 * SECOND) {
    const long = LONG_STEPS.find((seconds) => seconds * SECOND >= least);
    if (long !== undefined) return long * SECOND;
    const days = least / (86_400 * SECOND);
    return roundDecimal(days) * 86_400 * SECOND;
  }
  return Math.max(1, roundDecimal(least));
}

function roundDecimal(least: number): number {
  if (!(least > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(least));
  return (ROUND.find((digit) => digit * power >= least * (1 - 1e-9)) ?? 10) * power;
}
