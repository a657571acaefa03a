import { memo } from 'react';
import type { Column } from '../../lib/columns/columns';
import type { Sort } from '../../lib/columns/sort';
import { type HeadActions, HeadCell } from './HeadCell';
import styles from './TraceTable.module.css';

interface TableHeadProps extends HeadActions {
  readonly columns: readonly Column[];
  readonly widths: Readonly<Record<string, number>>;
  readonly sort: Sort;
  readonly selected: 'all' | 'some' | 'none';
  readonly onSelectAll: () => void;
}

/** The heads of the columns. They do not change while one scrolls. */
export const TableHead = memo(function TableHead({
  columns,
  widths,
  sort,
  selected,
  onSelectAll,
  ...actions
}: TableHeadProps) {
  return (
    <div role="rowgroup" className={styles['headGroup']}>
      <div role="row" aria-rowindex={1} className={styles['headRow']}>
        <div role="columnheader" aria-colindex={1} className={styles['check']}>
          <input
            type="checkbox"
            aria-label="Select all that are loaded"
            checked={selected === 'all'}
            ref={(box) => {
              if (box) box.indeterminate = selected === 'some';
            }}
            onChange={onSelectAll}
          />
        </div>
        {columns.map((column, index) => (
          <HeadCell
            key={column.id}
            column={column}
            width={widths[column.id] ?? column.width}
            index={index}
            sort={sort}
            {...actions}
          />
        ))}
      </div>
    </div>
  );
});
