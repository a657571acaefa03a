import type { Filtered } from './filter';
import type { TraceTree } from './tree';

/** The spans that are shown, from top to bottom: what the tree, the timeline and the screen reader go by. */
export function visibleRows(
  tree: TraceTree,
  open: Uint8Array,
  focus: number,
  filtered: Filtered | null,
): Int32Array {
  const first = focus < 0 ? 0 : tree.at[focus]!;
  const end = focus < 0 ? tree.count : first + tree.size[focus]!;
  const rows = new Int32Array(end - first);
  let count = 0;
  for (let place = first; place < end;) {
    const span = tree.order[place]!;
    if (filtered !== null && filtered.keep[span] === 0) {
      // Whatever is kept has its parents kept: nothing below is.
      place += tree.size[span]!;
      continue;
    }
    rows[count++] = span;
    place += open[span] === 1 ? 1 : tree.size[span]!;
  }
  return rows.subarray(0, count);
}

/** The row of a span; -1 when it is not shown. Rows stand in the order of the tree, so halves are enough. */
export function rowOf(tree: TraceTree, rows: Int32Array, span: number): number {
  if (span < 0) return -1;
  const row = rowBefore(tree, rows, span);
  return rows[row] === span ? row : -1;
}

/** The row of a span, or the last one before where it would be; -1 before all. */
export function rowBefore(tree: TraceTree, rows: Int32Array, span: number): number {
  const place = tree.at[span]!;
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (tree.at[rows[middle]!]! <= place) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
