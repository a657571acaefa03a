import type { Skeleton } from '../skeleton/skeleton';
import { findPlace } from './places';
import type { TraceTree } from './tree';

/** Which spans show their children: those above a level, but for some. Says nothing about places, so it holds when spans come. */
export interface Expansion {
  /** Spans with fewer levels above them are open. */
  readonly level: number;
  /** The ids of the spans that are not as the level says. */
  readonly changed: ReadonlySet<string>;
}

export const ALL_OPEN = Number.POSITIVE_INFINITY;
const AT_ONCE = 1000;

/** The level that shows as much as can be overlooked: the deepest at which there are at most 1,000 rows, and the children of the roots anyway. */
export function usefulLevel(tree: TraceTree, keep: Uint8Array | null = null): number {
  const perLevel = new Int32Array(tree.deepest + 1);
  for (let span = 0; span < tree.count; span++) {
    if (keep === null || keep[span] !== 0) perLevel[tree.depth[span]!]!++;
  }
  let rows = 0;
  for (let level = 0; level <= tree.deepest; level++) {
    rows += perLevel[level]!;
    if (rows > AT_ONCE) return Math.max(1, level - 1);
  }
  return ALL_OPEN;
}

/** For each span whether it is open. */
export function openSpans(tree: TraceTree, expansion: Expansion): Uint8Array {
  const open = new Uint8Array(tree.count);
  for (let span = 0; span < tree.count; span++) {
    if (tree.depth[span]! < expansion.level) open[span] = 1;
  }
  for (const id of expansion.changed) {
    const span = findPlace(tree.skeleton, id);
    if (span >= 0) open[span]! ^= 1;
  }
  return open;
}

/** Opens or closes one span. */
export function toggle(expansion: Expansion, spanId: string): Expansion {
  const changed = new Set(expansion.changed);
  if (!changed.delete(spanId)) changed.add(spanId);
  return { ...expansion, changed };
}

/** Opens all that are above a span. */
export function reveal(
  tree: TraceTree,
  expansion: Expansion,
  open: Uint8Array,
  span: number,
  idAt: (skeleton: Skeleton, place: number) => string,
): Expansion {
  let changed: Set<string> | null = null;
  for (let above = tree.parent[span]!; above >= 0; above = tree.parent[above]!) {
    if (open[above] === 1) continue;
    changed ??= new Set(expansion.changed);
    const id = idAt(tree.skeleton, above);
    if (!changed.delete(id)) changed.add(id);
  }
  return changed === null ? expansion : { ...expansion, changed };
}

/** One level more or less than is open everywhere. */
export function step(tree: TraceTree, expansion: Expansion, by: 1 | -1): Expansion {
  const level = Math.min(expansion.level, tree.deepest);
  return { level: Math.max(0, level + by), changed: new Set() };
}
