import type { TraceTree } from './tree';

/** What is not as it should be with the spans and their times. */
export interface Oddities {
  readonly orphans: number;
  readonly rings: number;
  /** Spans that end before they start. */
  readonly negative: number;
  /** Spans without an end. */
  readonly open: number;
  /** Spans that begin before their parent. */
  readonly early: number;
  /** By how many nanoseconds at most, and which one. */
  readonly earliest: number;
  readonly earliestSpan: number;
  /** No span is a root of its own: that one is not stored. */
  readonly rootless: boolean;
  /** Spans that began at the very beginning of Unix time: a clock that was not set. */
  readonly timeless: number;
}

export function odditiesOf(tree: TraceTree): Oddities {
  const { start, duration, startNs } = tree.skeleton;
  const offset = Number(startNs);
  let negative = 0;
  let open = 0;
  let early = 0;
  let earliest = 0;
  let earliestSpan = -1;
  let timeless = 0;
  let roots = 0;
  for (let span = 0; span < tree.count; span++) {
    const length = duration[span]!;
    if (Number.isNaN(length)) open++;
    else if (length < 0) negative++;
    if (start[span] === -offset) timeless++;
    if (tree.skeleton.parent[span] === -1) roots++;
    const above = tree.parent[span]!;
    if (above < 0) continue;
    const by = start[above]! - start[span]!;
    if (by > 0) {
      early++;
      if (by > earliest) {
        earliest = by;
        earliestSpan = span;
      }
    }
  }
  return {
    orphans: tree.orphans,
    rings: tree.rings,
    negative,
    open,
    early,
    earliest,
    earliestSpan,
    rootless: tree.count > 0 && roots === 0,
    timeless,
  };
}
