import type { Times } from './times';
import { childCount, type TraceTree } from './tree';

/** A stretch of time in which nothing was going on. */
export interface Gap {
  readonly from: number;
  readonly to: number;
}

/** A gap is long when it is so many times as long as all that went on together. */
const LONG = 4;
const MOST_GAPS = 200;
/** Gaps are looked for on so many pieces of the time: no sorting of a quarter of a million spans. Shorter ones do not matter. */
const PIECES = 4096;

/** The long stretches in which no span without children runs, and none begins or ends, in their order. Of more than 200 the longest. */
export function idleGaps(tree: TraceTree, times: Times): readonly Gap[] {
  const total = times.to - times.from;
  if (!(total > 0)) return [];
  const pieceOf = (time: number) =>
    Math.min(PIECES - 1, Math.floor(((time - times.from) / total) * PIECES));
  const change = new Int32Array(PIECES + 1);
  const firstStart = new Float64Array(PIECES).fill(Number.POSITIVE_INFINITY);
  const lastEnd = new Float64Array(PIECES).fill(Number.NEGATIVE_INFINITY);
  const active = (from: number, to: number) => {
    const a = pieceOf(from);
    const b = pieceOf(to);
    change[a]!++;
    change[b + 1]!--;
    firstStart[a] = Math.min(firstStart[a]!, from);
    lastEnd[b] = Math.max(lastEnd[b]!, to);
  };
  for (let span = 0; span < tree.count; span++) {
    const start = times.start[span]!;
    const end = times.end[span]!;
    if (childCount(tree, span) === 0) {
      active(start, end);
    } else {
      active(start, start);
      active(end, end);
    }
  }
  const gaps: Gap[] = [];
  let from = times.from;
  let running = 0;
  let empty = false;
  const close = (to: number) => {
    if (empty && to > from) gaps.push({ from, to });
    empty = false;
  };
  for (let piece = 0; piece < PIECES; piece++) {
    running += change[piece]!;
    if (running === 0) {
      empty = true;
      continue;
    }
    // Something begins in the first piece after an empty one.
    close(firstStart[piece]!);
    from = Math.max(from, lastEnd[piece]!);
  }
  close(times.to);
  const busy = gaps.reduce((rest, gap) => rest - (gap.to - gap.from), total);
  if (busy <= 0) return [];
  return gaps
    .filter((gap) => gap.to - gap.from > busy * LONG)
    .toSorted((a, b) => b.to - b.from - (a.to - a.from))
    .slice(0, MOST_GAPS)
    .toSorted((a, b) => a.from - b.from);
}

/** From times to places along a line, 0 to 1, and back; gaps take little of it. */
export interface Scale {
  readonly from: number;
  readonly to: number;
  readonly gaps: readonly Gap[];
  /** The corners of the line: times that rise, and the place of each. */
  readonly times: Float64Array;
  readonly places: Float64Array;
}

/** All gaps together take no more than half of what goes on, and none more than a seventh. */
export function scaleOf(from: number, to: number, gaps: readonly Gap[]): Scale {
  const total = Math.max(0, to - from);
  const idle = gaps.reduce((sum, gap) => sum + (gap.to - gap.from), 0);
  const busy = Math.max(0, total - idle);
  const short = gaps.length === 0 ? 0 : Math.min(busy / 7, busy / 2 / gaps.length);
  const times: number[] = [from];
  const lengths: number[] = [0];
  let at = 0;
  let time = from;
  const corner = (to: number, length: number) => {
    if (to <= time) return;
    at += length;
    time = to;
    times.push(to);
    lengths.push(at);
  };
  for (const gap of gaps) {
    corner(gap.from, gap.from - time);
    corner(gap.to, short);
  }
  corner(to, to - time);
  return {
    from,
    to,
    gaps,
    times: Float64Array.from(times),
    places: Float64Array.from(lengths, (length) => (at > 0 ? length / at : 0)),
  };
}

/** The place of a time, 0 to 1; times outside are at the ends. */
export function placeAt(scale: Scale, time: number): number {
  return along(scale.times, scale.places, time);
}

/** The time at a place. */
export function timeAt(scale: Scale, place: number): number {
  return along(scale.places, scale.times, place);
}

function along(xs: Float64Array, ys: Float64Array, x: number): number {
  const last = xs.length - 1;
  if (!(x > xs[0]!)) return ys[0]!;
  if (x >= xs[last]!) return ys[last]!;
  let low = 0;
  let high = last;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (xs[middle]! <= x) low = middle;
    else high = middle;
  }
  const share = (x - xs[low]!) / (xs[high]! - xs[low]!);
  return ys[low]! + share * (ys[high]! - ys[low]!);
}
