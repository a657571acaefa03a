import type { LinePair } from './lines';

/** A pair of lines, or a run of equal ones that is folded away. */
export type FoldedRow =
  | { readonly kind: 'pair'; readonly pair: LinePair }
  | { readonly kind: 'fold'; readonly from: number; readonly count: number };

const CONTEXT = 3;
const LEAST_FOLDED = 4;

/**
 * Folds runs of equal lines away, but for three lines beside each change.
 *
 * @param opened the first lines of the folds that are open
 */
export function folded(
  pairs: readonly LinePair[],
  opened: ReadonlySet<number>,
): readonly FoldedRow[] {
  const rows: FoldedRow[] = [];
  for (let from = 0; from < pairs.length;) {
    let to = from;
    while (to < pairs.length && pairs[to]?.kind === 'equal') to++;
    const first = from === 0 ? 0 : from + CONTEXT;
    const last = to === pairs.length ? to : to - CONTEXT;
    const fold = last - first >= LEAST_FOLDED && !opened.has(first);
    for (let i = from; i < to; i++) {
      if (fold && i === first) {
        rows.push({ kind: 'fold', from: first, count: last - first });
        i = last - 1;
      } else {
        add(rows, pairs[i]);
      }
    }
    if (to < pairs.length) add(rows, pairs[to]);
    from = to + 1;
  }
  return rows;
}

function add(rows: FoldedRow[], pair: LinePair | undefined): void {
  if (pair) rows.push({ kind: 'pair', pair });
}
