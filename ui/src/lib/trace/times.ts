import type { TraceTree } from './tree';

/** When spans run, in nanoseconds after the start of the skeleton; always finite, and no end is before its start. */
export interface Times {
  readonly start: Float64Array;
  readonly end: Float64Array;
  /** The first start. */
  readonly from: number;
  /** The last end. */
  readonly to: number;
}

/**
 * The times as they can be drawn: a span without an end reaches to now, or to the end of the trace when nothing runs any more; one that
 * ends before it starts, or has no start, has no length.
 *
 * @param now in nanoseconds after the start of the skeleton while the trace runs, else null
 */
export function timesOf(tree: TraceTree, now: number | null): Times {
  const { start: starts, duration } = tree.skeleton;
  const start = new Float64Array(tree.count);
  const end = new Float64Array(tree.count);
  let from = Number.POSITIVE_INFINITY;
  let to = now ?? Number.NEGATIVE_INFINITY;
  let open = false;
  for (let span = 0; span < tree.count; span++) {
    const begin = finite(starts[span]!);
    const length = duration[span]!;
    start[span] = begin;
    if (begin < from) from = begin;
    if (Number.isFinite(length)) {
      end[span] = finite(begin + Math.max(0, length));
      if (end[span]! > to) to = end[span]!;
    } else {
      end[span] = Number.NaN;
      open = true;
      if (begin > to) to = begin;
    }
  }
  if (!Number.isFinite(from)) return { start, end, from: 0, to: 0 };
  if (open) {
    for (let span = 0; span < tree.count; span++) {
      if (Number.isNaN(end[span])) end[span] = to;
    }
  }
  return { start, end, from, to };
}

/** Ages of the universe are far enough, and leave room to add up. */
const FAR = 1e27;

function finite(value: number): number {
  return Number.isNaN(value) ? 0 : Math.min(FAR, Math.max(-FAR, value));
}

/** The time of each span in which none of its children runs. */
export function selfTimes(tree: TraceTree, times: Times): Float64Array {
  const self = new Float64Array(tree.count);
  // How far the children seen so far cover their parent. A parent's children come in the order of their start.
  const covered = times.start.slice();
  for (let span = 0; span < tree.count; span++) self[span] = times.end[span]! - times.start[span]!;
  for (let slot = 0; slot < tree.count; slot++) {
    const span = tree.child[slot]!;
    const above = tree.parent[span]!;
    if (above < 0) continue;
    const begin = Math.max(times.start[span]!, covered[above]!);
    const stop = Math.min(times.end[span]!, times.end[above]!);
    if (stop > begin) {
      self[above] = Math.max(0, self[above]! - (stop - begin));
      covered[above] = stop;
    }
  }
  return self;
}
