import { placeAt, type Scale } from './scale';
import type { Window } from './window';

/** What is drawn: a part of the line over so many pixels. */
export interface Box {
  readonly scale: Scale;
  readonly shown: Window;
  readonly width: number;
}

export interface Bar {
  readonly left: number;
  readonly width: number;
  /** Where it lies when none of it is shown. */
  readonly outside: 'before' | 'after' | null;
}

/** Narrower bars could not be seen. */
const LEAST_PIXELS = 2;

/** The pixel of a time, which may be outside of the box. */
export function pixelAt(box: Box, time: number): number {
  const size = box.shown.to - box.shown.from;
  const x = ((placeAt(box.scale, time) - box.shown.from) / size) * box.width;
  return Number.isFinite(x) ? x : 0;
}

/** Where the bar from one time to another is drawn: always within the box, and wide enough to be seen. */
export function barOf(box: Box, start: number, end: number): Bar {
  const a = pixelAt(box, start);
  const b = Math.max(a, pixelAt(box, end));
  if (b < 0 || (b === 0 && a < 0)) return { left: 0, width: 0, outside: 'before' };
  if (a > box.width) return { left: box.width, width: 0, outside: 'after' };
  const least = Math.min(LEAST_PIXELS, box.width);
  const width = Math.max(least, Math.min(b, box.width) - Math.max(a, 0));
  return { left: Math.max(0, Math.min(a, box.width - width)), width, outside: null };
}

export type LabelPlace = 'inside' | 'right' | 'left' | 'nowhere';

/** Where the words of a bar stand: within it, else behind it, else before it; nowhere where there is no room. */
export function labelPlace(bar: Bar, boxWidth: number, labelWidth: number): LabelPlace {
  if (bar.width >= labelWidth + 8) return 'inside';
  if (bar.left + bar.width + labelWidth + 6 <= boxWidth) return 'right';
  return bar.left >= labelWidth + 6 ? 'left' : 'nowhere';
}

/** The parts from times to times as one SVG path on a line; parts that touch become one, so that it is never longer than the box. */
export function strokesOf(
  box: Box,
  from: Float64Array,
  to: Float64Array,
  first: number,
  end: number,
): string {
  let path = '';
  let begin = Number.NaN;
  let stop = Number.NaN;
  const draw = () => {
    if (!Number.isNaN(begin)) path += `M${begin.toFixed(1)} 0H${stop.toFixed(1)}`;
  };
  for (let part = first; part < end; part++) {
    const bar = barOf(box, from[part]!, to[part]!);
    if (bar.outside !== null) continue;
    if (bar.left <= stop + 1) {
      stop = Math.max(stop, bar.left + bar.width);
      continue;
    }
    draw();
    begin = bar.left;
    stop = bar.left + bar.width;
  }
  draw();
  return path;
}
