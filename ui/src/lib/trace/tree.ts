import { MISSING, type Skeleton } from '../skeleton/skeleton';

/**
 * Who is whose child, as flat arrays. A span is its place in the skeleton. The spans below one stand in one piece of `order`, so that
 * what is counted along `order` can be asked of any part of the tree by two look-ups.
 */
export interface TraceTree {
  readonly skeleton: Skeleton;
  /** How many spans there are; those that have come. */
  readonly count: number;
  /** The parent; -1 of a root, and of what became a root for want of its parent. */
  readonly parent: Int32Array;
  /** The children of span `s` are `child[firstChild[s + 1]]` up to `child[firstChild[s + 2]]`; the roots are those of span -1. */
  readonly child: Int32Array;
  readonly firstChild: Int32Array;
  /** Levels above it. */
  readonly depth: Int32Array;
  readonly deepest: number;
  /** All spans, each before its children. */
  readonly order: Int32Array;
  /** Where a span is in `order`. */
  readonly at: Int32Array;
  /** How many spans it and all below it are. */
  readonly size: Int32Array;
  /** Spans whose parent is not stored; they are shown as roots. */
  readonly orphans: number;
  /** Spans that were their own ancestor; one of each ring is shown as a root. */
  readonly rings: number;
}

export function buildTree(skeleton: Skeleton): TraceTree {
  const count = skeleton.loaded;
  const parent = new Int32Array(count);
  let orphans = 0;
  for (let span = 0; span < count; span++) {
    const given = skeleton.parent[span]!;
    if (given === MISSING) orphans++;
    // A parent that has not come yet: a root until then.
    parent[span] = given >= 0 && given < count ? given : -1;
  }
  const rings = cutRings(parent);
  const firstChild = new Int32Array(count + 2);
  for (let span = 0; span < count; span++) firstChild[parent[span]! + 2]!++;
  for (let slot = 1; slot < count + 2; slot++) firstChild[slot]! += firstChild[slot - 1]!;
  const child = new Int32Array(count);
  const free = firstChild.slice();
  for (let span = 0; span < count; span++) child[free[parent[span]! + 1]!++] = span;
  const { order, depth, deepest } = walk(parent, child, firstChild);
  const at = new Int32Array(count);
  const size = new Int32Array(count).fill(1);
  for (let place = count - 1; place >= 0; place--) {
    const span = order[place]!;
    at[span] = place;
    const above = parent[span]!;
    if (above >= 0) size[above]! += size[span]!;
  }
  return {
    skeleton,
    count,
    parent,
    child,
    firstChild,
    depth,
    deepest,
    order,
    at,
    size,
    orphans,
    rings,
  };
}

/** Makes one span of each ring of parents a root, and says how many rings there were. */
function cutRings(parent: Int32Array): number {
  // Who asked first for what is above: 0 nobody, else the number of the walk.
  const walked = new Int32Array(parent.length);
  let rings = 0;
  for (let from = 0; from < parent.length; from++) {
    let span = from;
    while (span >= 0 && walked[span] === 0) {
      walked[span] = from + 1;
      span = parent[span]!;
    }
    if (span >= 0 && walked[span] === from + 1) {
      parent[span] = -1;
      rings++;
    }
  }
  return rings;
}

function walk(parent: Int32Array, child: Int32Array, firstChild: Int32Array) {
  const count = parent.length;
  const order = new Int32Array(count);
  const depth = new Int32Array(count);
  const waiting = new Int32Array(count);
  let waits = 0;
  let done = 0;
  let deepest = 0;
  const later = (above: number) => {
    const first = firstChild[above + 1]!;
    for (let slot = firstChild[above + 2]! - 1; slot >= first; slot--) {
      waiting[waits++] = child[slot]!;
    }
  };
  later(-1);
  while (waits > 0) {
    const span = waiting[--waits]!;
    const above = parent[span]!;
    const level = above < 0 ? 0 : depth[above]! + 1;
    depth[span] = level;
    if (level > deepest) deepest = level;
    order[done++] = span;
    later(span);
  }
  return { order, depth, deepest };
}

/** Where the children of a span are in `child`: from the first up to before the second. */
export function firstAndEnd(tree: TraceTree, span: number): readonly [number, number] {
  return [tree.firstChild[span + 1]!, tree.firstChild[span + 2]!];
}

/** How many children a span has; of -1 how many roots there are. */
export function childCount(tree: TraceTree, span: number): number {
  return tree.firstChild[span + 2]! - tree.firstChild[span + 1]!;
}

/** Whether one span is above another, or is it. */
export function contains(tree: TraceTree, above: number, span: number): boolean {
  const distance = tree.at[span]! - tree.at[above]!;
  return distance >= 0 && distance < tree.size[above]!;
}

/** The pixels that a level is moved to the right by: less and less, so that sixty levels still leave room for names. */
export function indent(depth: number): number {
  return Math.min(depth, 10) * 14 + Math.min(Math.max(depth - 10, 0), 20) * 5;
}

/** From this level on, all stand at the same place: the number of the level is said. */
export const INDENTED_LEVELS = 30;
