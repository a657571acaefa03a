import { dateTime } from '../../lib/format/format';
import { stepWords } from '../../lib/time-range/steps';

/** A share as `0 %`, `0.4 %`, `12 %`. */
export function percent(share: number): string {
  const value = share * 100;
  return `${Number(value.toFixed(value !== 0 && Math.abs(value) < 10 ? 1 : 0))} %`;
}

/** A figure of an assessment: `0.72`. */
export function decimal(value: number): string {
  return String(Number(value.toPrecision(3)));
}

export interface Steps {
  readonly starts: readonly number[];
  readonly seconds: number;
}

/** The steps in words: short for an axis, long for a mark. */
export function labelsOf({ starts, seconds }: Steps): readonly { short: string; long: string }[] {
  return starts.map((start) => {
    const from = dateTime(start);
    const to = dateTime(start + seconds * 1000);
    const day = seconds >= 86_400;
    const end = day ? to.slice(5, 10) : to.slice(11, 16);
    const time = day ? from.slice(0, 10) : from.slice(5, seconds < 60 ? 19 : 16);
    return {
      short: day ? from.slice(5, 10) : from.slice(5, seconds < 60 ? 19 : 16),
      long: `${time} – ${seconds < 60 ? to.slice(11) : end}`,
    };
  });
}

export function everyStep({ seconds }: Steps): string {
  return `per ${stepWords(seconds).replace(/^1 /, '')}`;
}
