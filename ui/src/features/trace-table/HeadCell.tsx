import { ArrowDown, ArrowUp, EllipsisVertical } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { Menu, MenuItem } from '../../components/menu/Menu';
import { type Column, fitting, LEAST_WIDTH, MOST_WIDTH } from '../../lib/columns/columns';
import type { Sort } from '../../lib/columns/sort';
import styles from './TraceTable.module.css';

export interface HeadActions {
  readonly onSort: (sort: Sort) => void;
  readonly onTurn: (column: string) => void;
  /** While it is dragged, and `done` at the end. */
  readonly onWidth: (column: string, width: number, done: boolean) => void;
  readonly onMove: (column: string, by: number) => void;
  /** Puts a column in the place of another one. */
  readonly onDrop: (column: string, onto: string) => void;
  readonly onHide: (column: string) => void;
}

interface HeadCellProps extends HeadActions {
  readonly column: Column;
  /** Pixels. */
  readonly width: number;
  readonly index: number;
  readonly sort: Sort;
}

const STEP = 16;

/** The head of a column: sorts, moves, resizes and hides it. */
export function HeadCell({ column, width, index, sort, ...actions }: HeadCellProps) {
  const cell = useRef<HTMLDivElement>(null);
  const sorts = column.order !== undefined;
  const sorted =
    sort.column === column.id ? (sort.descending ? 'descending' : 'ascending') : 'none';
  const Arrow = sorted === 'descending' ? ArrowDown : ArrowUp;
  const resize = (event: PointerEvent<HTMLElement>, done: boolean) => {
    const left = cell.current?.getBoundingClientRect().left ?? 0;
    actions.onWidth(column.id, fitting(event.clientX - left), done);
  };
  const key = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    const now = cell.current?.getBoundingClientRect().width ?? width;
    actions.onWidth(column.id, fitting(now + by), true);
  };
  return (
    <div
      ref={cell}
      role="columnheader"
      aria-colindex={index + 2}
      aria-sort={sorts ? sorted : undefined}
      className={styles['head']}
      data-numeric={column.numeric}
      tabIndex={-1}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData('text/x-spanloom-column', column.id);
        event.dataTransfer.effectAllowed = 'move';
      }}
      onDragOver={(event) => {
        if (event.dataTransfer.types.includes('text/x-spanloom-column')) event.preventDefault();
      }}
      onDrop={(event) => {
        event.preventDefault();
        actions.onDrop(event.dataTransfer.getData('text/x-spanloom-column'), column.id);
      }}
    >
      {sorts ? (
        <button
          type="button"
          className={styles['title']}
          onClick={() => actions.onTurn(column.id)}
          title={`Sort by ${column.title}`}
        >
          <span>{column.title}</span>
          {sorted !== 'none' && <Arrow size={12} aria-hidden="true" />}
        </button>
      ) : (
        <span className={styles['title']} title={column.title}>
          <span>{column.title}</span>
        </span>
      )}
      <Menu
        label={`Column ${column.title}`}
        trigger={
          <AriaButton className={styles['more'] ?? ''} aria-label={`Column ${column.title}`}>
            <EllipsisVertical size={13} />
          </AriaButton>
        }
        onAction={(action) => {
          if (action === 'asc' || action === 'desc') {
            actions.onSort({ column: column.id, descending: action === 'desc' });
          }
          if (action === 'left') actions.onMove(column.id, -1);
          if (action === 'right') actions.onMove(column.id, 1);
          if (action === 'hide') actions.onHide(column.id);
        }}
      >
        {sorts && <MenuItem id="asc">Sort ascending</MenuItem>}
        {sorts && <MenuItem id="desc">Sort descending</MenuItem>}
        <MenuItem id="left">Move left</MenuItem>
        <MenuItem id="right">Move right</MenuItem>
        <MenuItem id="hide">Hide</MenuItem>
      </Menu>
      <hr
        className={styles['handle']}
        tabIndex={0}
        aria-label={`Width of ${column.title}`}
        aria-orientation="vertical"
        aria-valuenow={width}
        aria-valuemin={LEAST_WIDTH}
        aria-valuemax={MOST_WIDTH}
        draggable={false}
        onPointerDown={(event) => {
          event.preventDefault();
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) resize(event, false);
        }}
        onPointerUp={(event) => resize(event, true)}
        onKeyDown={key}
      />
    </div>
  );
}
