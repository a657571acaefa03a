import { firstAndEnd, type TraceTree } from './tree';
import type { Times } from './times';

/** The parts of spans that the trace waited for: had one been shorter, the trace would have been, too. */
export interface CriticalPath {
  /** The parts of span `s` are `first[s]` up to `first[s + 1]`. */
  readonly first: Int32Array;
  readonly from: Float64Array;
  readonly to: Float64Array;
}

/**
 * From the end of the trace backwards: what a span did after its last child ended, then that child, then what was before it. Children
 * that outlast their parent count up to its end.
 */
export function criticalPath(tree: TraceTree, times: Times): CriticalPath {
  const spans: number[] = [];
  const froms: number[] = [];
  const tos: number[] = [];
  const tasks: number[] = [-1];
  const limits: number[] = [times.to];
  // A child that begins before its parent counts from there on.
  const floors: number[] = [times.from];
  while (tasks.length > 0) {
    const span = tasks.pop()!;
    const limit = limits.pop()!;
    const floor = floors.pop()!;
    const begin = span < 0 ? floor : Math.max(floor, times.start[span]!);
    let cursor = limit;
    for (const child of byEndFromLast(tree, times, span)) {
      const stop = Math.min(times.end[child]!, limit);
      const start = Math.max(times.start[child]!, begin);
      if (stop > cursor || start >= stop) continue;
      part(span, stop, cursor);
      tasks.push(child);
      limits.push(stop);
      floors.push(begin);
      cursor = start;
      if (cursor <= begin) break;
    }
    part(span, begin, cursor);
  }
  return grouped(tree.count, spans, froms, tos);

  function part(span: number, from: number, to: number) {
    if (span < 0 || to <= from) return;
    spans.push(span);
    froms.push(from);
    tos.push(to);
  }
}

function byEndFromLast(tree: TraceTree, times: Times, span: number): Int32Array {
  const [first, end] = firstAndEnd(tree, span);
  if (end - first < 2) return tree.child.subarray(first, end);
  return tree.child.subarray(first, end).toSorted((a, b) => times.end[b]! - times.end[a]!);
}

function grouped(count: number, spans: number[], froms: number[], tos: number[]): CriticalPath {
  const first = new Int32Array(count + 1);
  for (const span of spans) first[span + 1]!++;
  for (let span = 0; span < count; span++) first[span + 1]! += first[span]!;
  const from = new Float64Array(spans.length);
  const to = new Float64Array(spans.length);
  const free = first.slice();
  // The parts were found from the last to the first.
  for (let part = spans.length - 1; part >= 0; part--) {
    const slot = free[spans[part]!]!++;
    from[slot] = froms[part]!;
    to[slot] = tos[part]!;
  }
  return { first, from, to };
}
