import { useVirtualizer, defaultRangeExtractor, type Range } from '@tanstack/react-virtual';
import { type RefObject, useEffect, useMemo, useRef } from 'react';
import { useLocation } from 'wouter';
import { Button } from '../../components/button/Button';
import { useLatest } from '../../components/useLatest';
import { basePath } from '../../components/useUrlState';
import type { Column } from '../../lib/columns/columns';
import type { Sort } from '../../lib/columns/sort';
import { toTrace } from '../../lib/urls/paths';
import type { HeadActions } from './HeadCell';
import type { Mark } from './liveFeed';
import { Row, rowId } from './Row';
import {
  isSelected,
  NOTHING_SELECTED,
  ofAll,
  type Selection,
  toggledTrace,
  withRange,
} from './selection';
import { TableHead } from './TableHead';
import styles from './TraceTable.module.css';
import { useGridKeys } from './useGridKeys';
import type { TraceList } from './useTraceList';

export const DENSITIES = { compact: 28, normal: 36, tall: 68 } as const;
export type Density = keyof typeof DENSITIES;

const HEAD_HEIGHT = 32;
const OVERSCAN = 8;
/** So many rows before the end the next page is asked for. */
const AHEAD = 40;

interface TraceTableProps {
  readonly list: TraceList;
  readonly columns: readonly Column[];
  readonly widths: Readonly<Record<string, number>>;
  readonly sort: Sort;
  readonly density: Density;
  readonly searched: readonly string[];
  readonly selection: Selection;
  readonly onSelection: (selection: Selection) => void;
  readonly activeId: string | null;
  readonly onActive: (id: string | null) => void;
  readonly marks: ReadonlyMap<string, Mark>;
  readonly fresh: ReadonlySet<string>;
  readonly scroller: RefObject<HTMLDivElement | null>;
  /** Where it was left, in pixels. */
  readonly initialOffset: number;
  readonly onScrolled: (offset: number, firstRow: number, lastRow: number) => void;
  readonly head: HeadActions;
}

/** Traces by row, of which only those in sight exist. */
export function TraceTable(props: TraceTableProps) {
  const { list, columns, widths, density, selection, onSelection, activeId, onActive } = props;
  const { rows } = list;
  const { scroller, onScrolled } = props;
  const height = DENSITIES[density];
  const [, navigate] = useLocation();
  const anchor = useRef<number | null>(null);
  const activeIndex = useMemo(
    () => (activeId === null ? -1 : rows.findIndex((row) => row.trace_id === activeId)),
    [rows, activeId],
  );
  // oxlint-disable-next-line react/incompatible-library
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: OVERSCAN,
    scrollMargin: HEAD_HEIGHT,
    scrollPaddingStart: HEAD_HEIGHT,
    initialOffset: props.initialOffset,
    // The active row is always there: the focus says its id.
    rangeExtractor: (range: Range) => {
      const shown = defaultRangeExtractor(range);
      return activeIndex === -1 || shown.includes(activeIndex)
        ? shown
        : [...shown, activeIndex].toSorted((a, b) => a - b);
    },
  });
  useEffect(() => virtualizer.measure(), [virtualizer, height]);
  const items = virtualizer.getVirtualItems();
  const lastInSight = virtualizer.range?.endIndex ?? 0;
  const { hasMore, loadingMore, moreFailed, stale, more } = list;
  useEffect(() => {
    if (hasMore && !loadingMore && !moreFailed && !stale && lastInSight >= rows.length - AHEAD) {
      more();
    }
  }, [hasMore, loadingMore, moreFailed, stale, more, lastInSight, rows.length]);
  const firstInSight = virtualizer.range?.startIndex ?? 0;
  useEffect(() => {
    onScrolled(scroller.current?.scrollTop ?? 0, firstInSight, lastInSight);
  }, [onScrolled, scroller, firstInSight, lastInSight]);

  const ids = useMemo(() => rows.map((row) => row.trace_id), [rows]);
  const select = useLatest((index: number, range: boolean) => {
    const id = ids[index];
    if (id === undefined) return;
    if (range && anchor.current !== null) {
      onSelection(withRange(selection, ids, anchor.current, index));
    } else {
      onSelection(toggledTrace(selection.all ? ofAll(ids) : selection, id));
    }
    anchor.current = index;
  });
  // Who comes back sees which one it was.
  const opened = useLatest((id: string) => onActive(id));
  const goTo = (index: number) => {
    const to = Math.min(rows.length - 1, Math.max(0, index));
    const row = rows[to];
    if (!row) return;
    onActive(row.trace_id);
    virtualizer.scrollToIndex(to, { align: 'auto' });
    scroller.current?.focus({ preventScroll: true });
  };
  const open = (aside: boolean) => {
    const row = rows[activeIndex];
    if (!row) return;
    const href = toTrace(row.experiment_id, row.trace_id);
    if (aside) window.open(basePath() + href, '_blank', 'noopener');
    else navigate(href);
  };
  const key = useGridKeys({
    active: activeIndex,
    first: firstInSight,
    inSight: Math.max(1, lastInSight - firstInSight - 1),
    rows: rows.length,
    goTo,
    open,
    select: (range) => select(activeIndex, range),
    extend: (to) => onSelection(withRange(selection, ids, activeIndex, to)),
    leave() {
      onSelection(NOTHING_SELECTED);
      onActive(null);
    },
  });
  const template = useMemo(
    () => ['36px', ...columns.map((column) => track(column, widths[column.id]))].join(' '),
    [columns, widths],
  );
  const least = columns.reduce((sum, column) => sum + (widths[column.id] ?? column.width), 36);
  const everySelected = rows.length > 0 && (selection.all || selection.ids.size >= rows.length);
  const someSelected = selection.all || selection.ids.size > 0;
  const selectAll = useLatest(() => onSelection(everySelected ? NOTHING_SELECTED : ofAll(ids)));
  const head: HeadActions = {
    onSort: useLatest(props.head.onSort),
    onTurn: useLatest(props.head.onTurn),
    onWidth: useLatest(props.head.onWidth),
    onMove: useLatest(props.head.onMove),
    onDrop: useLatest(props.head.onDrop),
    onHide: useLatest(props.head.onHide),
  };
  return (
    <div
      ref={scroller}
      role="grid"
      tabIndex={0}
      aria-label="Traces"
      aria-rowcount={list.total === null ? -1 : list.total + 1}
      aria-colcount={columns.length + 1}
      aria-multiselectable="true"
      aria-busy={list.stale || list.loading}
      aria-activedescendant={activeIndex === -1 ? undefined : rowId(ids[activeIndex] ?? '')}
      className={styles['scroller']}
      data-density={density}
      data-stale={list.stale}
      onKeyDown={key}
      onScroll={(event) => onScrolled(event.currentTarget.scrollTop, firstInSight, lastInSight)}
    >
      <div
        className={styles['grid']}
        style={{ ['--template' as string]: template, minWidth: least }}
        role="presentation"
      >
        <TableHead
          columns={columns}
          widths={widths}
          sort={props.sort}
          selected={everySelected ? 'all' : someSelected ? 'some' : 'none'}
          onSelectAll={selectAll}
          {...head}
        />
        <div
          role="rowgroup"
          className={styles['body']}
          style={{ height: virtualizer.getTotalSize() }}
        >
          {items.map((item) => {
            const row = rows[item.index];
            return row ? (
              <Row
                key={row.trace_id}
                row={row}
                index={item.index}
                top={item.start - HEAD_HEIGHT}
                height={height}
                columns={columns}
                searched={props.searched}
                href={toTrace(row.experiment_id, row.trace_id)}
                selected={isSelected(selection, row.trace_id)}
                active={item.index === activeIndex}
                fresh={props.fresh.has(row.trace_id)}
                mark={props.marks.get(row.trace_id)}
                onSelect={select}
                onOpen={opened}
              />
            ) : null;
          })}
        </div>
        {(loadingMore || moreFailed) && (
          <div className={styles['end']} role="status">
            {moreFailed ? (
              <>
                More traces could not be loaded. <Button onPress={more}>Try again</Button>
              </>
            ) : (
              'Loading more traces…'
            )}
          </div>
        )}
      </div>
    </div>
  );
}

/** The width of a column as CSS grids have it: what grows shares the room that is left. */
function track(column: Column, chosen: number | undefined): string {
  const width = chosen ?? column.width;
  return column.grows && chosen === undefined ? `minmax(${width}px, ${width}fr)` : `${width}px`;
}
