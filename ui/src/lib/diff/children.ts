import { type Skeleton } from '../skeleton/skeleton';

/** The children of each span, in the order of the skeleton; those of span `p` are `list[from[p]]` to `list[from[p + 1] - 1]`. */
export interface Children {
  readonly roots: Int32Array;
  readonly from: Int32Array;
  readonly list: Int32Array;
}

/**
 * Finds the children of all spans in time proportional to their number. Spans without a parent, or with one that is missing, are roots; and so
 * is one span of each circle of parents, so that every span is below exactly one root.
 */
export function childrenOf(skeleton: Skeleton): Children {
  const n = skeleton.loaded;
  const parent = withoutCircles(skeleton);
  const from = new Int32Array(n + 1);
  let rootCount = 0;
  for (let i = 0; i < n; i++) {
    const p = parent[i] ?? -1;
    if (p < 0) rootCount++;
    else from[p + 1] = (from[p + 1] ?? 0) + 1;
  }
  for (let i = 0; i < n; i++) from[i + 1] = (from[i + 1] ?? 0) + (from[i] ?? 0);
  const next = from.slice(0, n);
  const list = new Int32Array(n - rootCount);
  const roots = new Int32Array(rootCount);
  let root = 0;
  for (let i = 0; i < n; i++) {
    const p = parent[i] ?? -1;
    if (p < 0) {
      roots[root++] = i;
    } else {
      const at = next[p] ?? 0;
      list[at] = i;
      next[p] = at + 1;
    }
  }
  return { roots, from, list };
}

/** The parents, where one span of each circle has lost its own. */
function withoutCircles(skeleton: Skeleton): Int32Array {
  const n = skeleton.loaded;
  const parent = skeleton.parent.slice(0, n);
  // 0 not seen, else the number of the walk that came by first.
  const seen = new Int32Array(n);
  for (let start = 0; start < n; start++) {
    const walk = start + 1;
    let i = start;
    while (i >= 0 && seen[i] === 0) {
      seen[i] = walk;
      const up = parent[i] ?? -1;
      if (up >= 0 && (up >= n || seen[up] === walk)) {
        parent[i] = -1;
        break;
      }
      i = up;
    }
  }
  return parent;
}
