import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef } from 'react';
import type { Alignment } from '../../lib/diff/align';
import type { Skeleton } from '../../lib/skeleton/skeleton';
import { DiffRow } from './DiffRow';
import styles from './DiffTree.module.css';

interface DiffTreeProps {
  readonly alignment: Alignment;
  readonly changes: Uint8Array;
  readonly a: Skeleton;
  readonly b: Skeleton;
  /** The rows that are shown. */
  readonly shown: Int32Array;
  readonly collapsed: ReadonlySet<number>;
  readonly selected: number;
  readonly onSelect: (row: number) => void;
  readonly onToggle: (row: number) => void;
}

const ROW = 28;

/** The rows of the alignment, as a tree with figures. */
export function DiffTree(props: DiffTreeProps) {
  const { alignment, shown, collapsed, selected, onSelect, onToggle } = props;
  const box = useRef<HTMLDivElement>(null);
  const index = indexOf(shown, selected);
  // oxlint-disable-next-line react/incompatible-library -- no compiler memoizes here
  const virtual = useVirtualizer({
    count: shown.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 12,
    scrollPaddingStart: ROW,
  });
  useEffect(() => {
    if (index >= 0) virtual.scrollToIndex(index, { align: 'auto' });
  }, [index, virtual]);
  const hasChildren = (row: number) => (alignment.end[row] ?? 0) > row + 1;
  const go = (to: number) => {
    const row = shown[Math.max(0, Math.min(shown.length - 1, to))];
    if (row !== undefined) onSelect(row);
  };
  const key = (event: KeyboardEvent) => {
    const open = hasChildren(selected) && !collapsed.has(selected);
    const page = Math.max(1, Math.floor((box.current?.clientHeight ?? 0) / ROW) - 2);
    const does: Record<string, () => void> = {
      ArrowDown: () => go(index + 1),
      ArrowUp: () => go(index - 1),
      PageDown: () => go(index + page),
      PageUp: () => go(index - page),
      Home: () => go(0),
      End: () => go(shown.length - 1),
      ArrowRight: () => {
        if (hasChildren(selected) && !open) onToggle(selected);
        else if (open) go(index + 1);
      },
      ArrowLeft: () => {
        if (open) onToggle(selected);
        else if ((alignment.parent[selected] ?? -1) >= 0) onSelect(alignment.parent[selected] ?? 0);
      },
    };
    const run = does[event.key];
    if (run && !event.ctrlKey && !event.metaKey && !event.altKey) {
      event.preventDefault();
      run();
    }
  };
  const items = virtual.getVirtualItems();
  return (
    <div
      ref={box}
      className={styles['box']}
      role="treegrid"
      aria-label="Spans of both traces"
      aria-rowcount={shown.length + 1}
      aria-activedescendant={index >= 0 ? `diff-row-${selected}` : undefined}
      tabIndex={0}
      onKeyDown={key}
    >
      <div role="row" aria-rowindex={1} className={styles['head']}>
        <span role="columnheader">Span</span>
        <span role="columnheader">A</span>
        <span role="columnheader">B</span>
        <span role="columnheader">Time B − A</span>
        <span role="columnheader">Tokens</span>
        <span role="columnheader">Cost</span>
      </div>
      <div role="rowgroup" className={styles['rows']} style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const row = shown[item.index] ?? 0;
          return (
            <DiffRow
              key={row}
              {...props}
              row={row}
              index={item.index + 2}
              top={item.start}
              open={hasChildren(row) ? !collapsed.has(row) : null}
            />
          );
        })}
      </div>
    </div>
  );
}

/** The place of a row among those that are shown, which are in order; -1 when it is not. */
function indexOf(shown: Int32Array, row: number): number {
  let low = 0;
  let high = shown.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const here = shown[middle] ?? 0;
    if (here === row) return middle;
    if (here < row) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
