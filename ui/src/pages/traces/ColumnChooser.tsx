import { useQueries } from '@tanstack/react-query';
import { ArrowDown, ArrowUp, Columns3, X } from 'lucide-react';
import { useState } from 'react';
import { Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { observedKeys } from '../../api/queries';
import { Button, IconButton } from '../../components/button/Button';
import { DENSITIES, type Density } from '../../features/trace-table/TraceTable';
import {
  type Column,
  columnOf,
  columnsOf,
  FIXED_COLUMNS,
  isOwnKey,
} from '../../lib/columns/columns';
import styles from './ColumnChooser.module.css';
import type { Columns } from './useColumns';

const FAMILIES = ['tag', 'metadata', 'feedback', 'expectation'] as const;
const DENSITY_WORDS: Record<Density, string> = {
  compact: 'Compact',
  normal: 'Normal',
  tall: 'Tall',
};

/** Chooses which columns are shown, in which order, and how tall rows are. */
export function ColumnChooser({
  experimentId,
  columns,
}: {
  readonly experimentId: string;
  readonly columns: Columns;
}) {
  return (
    <DialogTrigger>
      <Button aria-label="Columns">
        <Columns3 size={14} />
        <span className={styles['word']}>Columns</span>
      </Button>
      <Popover className={styles['popover'] ?? ''} offset={4} placement="bottom end">
        <Dialog aria-label="Columns" className={styles['dialog'] ?? ''}>
          <Chooser experimentId={experimentId} columns={columns} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Chooser({
  experimentId,
  columns,
}: {
  readonly experimentId: string;
  readonly columns: Columns;
}) {
  const [text, setText] = useState('');
  const seen = useQueries({
    queries: FAMILIES.map((family) => ({
      queryKey: ['observed', experimentId, 'keys', family, ''],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        observedKeys(experimentId, family, '', signal),
    })),
  });
  const keyed = FAMILIES.flatMap((family, index) =>
    (seen[index]?.data ?? []).flatMap(({ value }) =>
      isOwnKey(value) ? [] : (columnOf(`${family}.${value}`) ?? []),
    ),
  );
  const failed = seen.find((each) => each.error !== null)?.error ?? null;
  const all = columnsOf([...FIXED_COLUMNS, ...keyed, ...columns.shown].map(({ id }) => id));
  const found = all.filter(
    ({ title, group }) =>
      title.toLowerCase().includes(text.toLowerCase()) ||
      group.toLowerCase().includes(text.toLowerCase()),
  );
  const groups = [...new Set(found.map(({ group }) => group))];
  const toggle = (id: string) =>
    columns.setIds(
      columns.ids.includes(id) ? columns.ids.filter((each) => each !== id) : [...columns.ids, id],
    );
  return (
    <>
      <input
        type="search"
        className={styles['search']}
        aria-label="Find a column"
        placeholder="Find a column"
        value={text}
        onChange={(event) => setText(event.target.value)}
        autoFocus
      />
      {text === '' && <Order columns={columns} />}
      {groups.map((group) => (
        <fieldset key={group} className={styles['group']}>
          <legend>{group}</legend>
          {found
            .filter((column) => column.group === group)
            .map((column) => (
              <label key={column.id}>
                <input
                  type="checkbox"
                  checked={columns.ids.includes(column.id)}
                  onChange={() => toggle(column.id)}
                />
                <span>{column.title}</span>
              </label>
            ))}
        </fieldset>
      ))}
      {groups.length === 0 && <p className={styles['note']}>No column of that name.</p>}
      {failed && <p className={styles['note']}>Keys could not be loaded: {failed.message}</p>}
      <footer className={styles['footer']}>
        <div role="group" aria-label="Height of rows" className={styles['density']}>
          {(Object.keys(DENSITIES) as Density[]).map((density) => (
            <Button
              key={density}
              look="quiet"
              pressed={columns.density === density}
              onPress={() => columns.setDensity(density)}
            >
              {DENSITY_WORDS[density]}
            </Button>
          ))}
        </div>
        <Button look="quiet" isDisabled={!columns.chosen} onPress={columns.reset}>
          Reset
        </Button>
      </footer>
    </>
  );
}

/** The columns that are shown, to be moved and hidden. */
function Order({ columns }: { readonly columns: Columns }) {
  const last = columns.shown.length - 1;
  return (
    <section className={styles['group']}>
      <h3>Shown, in this order</h3>
      <ol>
        {columns.shown.map((column: Column, index) => (
          <li key={column.id} className={styles['item']}>
            <span>{column.title}</span>
            <IconButton
              label={`Move ${column.title} left`}
              isDisabled={index === 0}
              onPress={() => columns.move(column.id, -1)}
            >
              <ArrowUp size={13} />
            </IconButton>
            <IconButton
              label={`Move ${column.title} right`}
              isDisabled={index === last}
              onPress={() => columns.move(column.id, 1)}
            >
              <ArrowDown size={13} />
            </IconButton>
            <IconButton
              label={`Hide ${column.title}`}
              isDisabled={last === 0}
              onPress={() => columns.setIds(columns.ids.filter((id) => id !== column.id))}
            >
              <X size={13} />
            </IconButton>
          </li>
        ))}
      </ol>
    </section>
  );
}
