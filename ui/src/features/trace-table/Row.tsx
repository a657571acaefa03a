import { memo, type MouseEvent } from 'react';
import { Link } from 'wouter';
import type { TraceRow } from '../../api/types';
import type { Column } from '../../lib/columns/columns';
import { dateTime } from '../../lib/format/format';
import { Cell } from './Cell';
import type { Mark } from './liveFeed';
import styles from './TraceTable.module.css';

interface RowProps {
  readonly row: TraceRow;
  readonly index: number;
  readonly top: number;
  readonly height: number;
  readonly columns: readonly Column[];
  readonly searched: readonly string[];
  readonly href: string;
  readonly selected: boolean;
  readonly active: boolean;
  readonly fresh: boolean;
  readonly mark: Mark | undefined;
  readonly onSelect: (index: number, range: boolean) => void;
  readonly onOpen: (traceId: string) => void;
}

export const rowId = (traceId: string): string => `row-${traceId}`;

const MARKS: Record<Mark, string> = {
  deleted: 'Deleted',
  unmatched: 'No longer matches the query',
};

/** A trace in the table: a link over its whole width. */
export const Row = memo(function Row({
  row,
  index,
  top,
  height,
  columns,
  searched,
  href,
  selected,
  active,
  fresh,
  mark,
  onSelect,
  onOpen,
}: RowProps) {
  const name = row.name ?? row.trace_id;
  return (
    <div
      role="row"
      id={rowId(row.trace_id)}
      aria-rowindex={index + 2}
      aria-selected={selected}
      className={styles['row']}
      data-active={active}
      data-fresh={fresh}
      data-mark={mark}
      style={{ transform: `translateY(${top}px)`, height }}
    >
      <div role="gridcell" aria-colindex={1} className={styles['check']}>
        <input
          type="checkbox"
          checked={selected}
          tabIndex={-1}
          aria-label={`Select ${name}`}
          onChange={() => undefined}
          onClick={(event: MouseEvent) => onSelect(index, event.shiftKey)}
        />
      </div>
      {columns.map((column, at) => (
        <div
          key={column.id}
          role="gridcell"
          aria-colindex={at + 2}
          className={styles['cell']}
          data-numeric={column.numeric}
        >
          {at === 0 && (
            <Link
              href={href}
              className={styles['link'] ?? ''}
              tabIndex={-1}
              aria-label={`${name}, ${dateTime(row.time_ms)}`}
              onMouseMove={sayTitle}
              onClick={() => onOpen(row.trace_id)}
            />
          )}
          {at === 0 && mark !== undefined && <span className={styles['mark']}>{MARKS[mark]}</span>}
          <Cell row={row} column={column} searched={searched} />
        </div>
      ))}
    </div>
  );
});

/** The link lies over the cells: it shows the tip of the one that the pointer is on. */
function sayTitle(event: MouseEvent<HTMLElement>): void {
  const below = document.elementsFromPoint(event.clientX, event.clientY);
  const titled = below.find((each) => each !== event.currentTarget && each.hasAttribute('title'));
  event.currentTarget.title = titled?.getAttribute('title') ?? '';
}
