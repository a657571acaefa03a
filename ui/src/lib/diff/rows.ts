import type { Alignment } from './align';

/**
 * The rows that are shown, in their order.
 *
 * @param collapsed rows whose children are hidden
 * @param only when given: rows that differ, and what leads to them
 */
export function shownRows(
  alignment: Alignment,
  collapsed: ReadonlySet<number>,
  only: Uint8Array | null,
): Int32Array {
  const keep = only && leadingTo(alignment, only);
  const shown = new Int32Array(alignment.rows);
  let count = 0;
  for (let row = 0; row < alignment.rows;) {
    if (keep && keep[row] === 0) {
      row = alignment.end[row] ?? row + 1;
      continue;
    }
    shown[count++] = row;
    row = collapsed.has(row) ? (alignment.end[row] ?? row + 1) : row + 1;
  }
  return shown.slice(0, count);
}

/** 1 for each row that differs or has one below that does. */
export function leadingTo(alignment: Alignment, differs: Uint8Array): Uint8Array {
  const keep = new Uint8Array(alignment.rows);
  for (let row = alignment.rows - 1; row >= 0; row--) {
    if (differs[row] !== 0 || keep[row] === 1) {
      keep[row] = 1;
      const parent = alignment.parent[row] ?? -1;
      if (parent >= 0) keep[parent] = 1;
    }
  }
  return keep;
}

/** The next row that differs behind (`by` 1) or before (`by` -1) a row, round the end; -1 when there is none. */
export function nextDifference(differs: Uint8Array, from: number, by: 1 | -1): number {
  const n = differs.length;
  for (let step = 1; step <= n; step++) {
    const row = (((from + by * step) % n) + n) % n;
    if (differs[row] !== 0) return row;
  }
  return -1;
}

/** The collapsed rows without those above a row, so that it is shown. */
export function revealing(
  alignment: Alignment,
  collapsed: ReadonlySet<number>,
  row: number,
): ReadonlySet<number> {
  let opened: Set<number> | null = null;
  for (let up = alignment.parent[row] ?? -1; up >= 0; up = alignment.parent[up] ?? -1) {
    if (collapsed.has(up)) (opened ??= new Set(collapsed)).delete(up);
  }
  return opened ?? collapsed;
}
