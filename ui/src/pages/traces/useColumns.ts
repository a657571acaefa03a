import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { observedKeys } from '../../api/queries';
import { usePreference } from '../../components/usePreference';
import type { Density } from '../../features/trace-table/TraceTable';
import { type Column, columnsOf, defaultColumns, moved } from '../../lib/columns/columns';
import { type Sort, sortOf, sortText } from '../../lib/columns/sort';
import { isNarrow } from './narrow';
import type { TracesView } from '../../lib/urls/views';

export interface Columns {
  readonly shown: readonly Column[];
  readonly ids: readonly string[];
  readonly widths: Readonly<Record<string, number>>;
  readonly sort: Sort;
  readonly density: Density;
  /** Something differs from what is shown at first. */
  readonly chosen: boolean;
  readonly setIds: (ids: readonly string[]) => void;
  readonly setWidth: (column: string, width: number, done: boolean) => void;
  readonly setSort: (sort: Sort) => void;
  readonly setDensity: (density: Density) => void;
  readonly move: (column: string, by: number) => void;
  readonly drop: (column: string, onto: string) => void;
  readonly reset: () => void;
}

const NO_IDS: readonly string[] = [];
const NO_WIDTHS: Readonly<Record<string, number>> = {};

/** The columns of an experiment's table: those of the link, else those that the reader has chosen, else a default. */
export function useColumns(
  experimentId: string,
  view: TracesView,
  change: (part: Partial<TracesView>) => void,
): Columns {
  const [own, setOwn] = usePreference(`traces.columns.${experimentId}`, NO_IDS);
  const [kept, setKept] = usePreference(`traces.widths.${experimentId}`, NO_WIDTHS);
  const [ownSort, setOwnSort] = usePreference<string | null>(`traces.sort.${experimentId}`, null);
  const [density, setDensity] = usePreference<Density>('traces.density', 'normal');
  const [dragged, setDragged] = useState<Readonly<Record<string, number>> | null>(null);
  const feedback = useQuery({
    queryKey: ['observed', experimentId, 'keys', 'feedback', ''],
    queryFn: ({ signal }) => observedKeys(experimentId, 'feedback', '', signal),
  });
  const fromLink = columnsOf(view.cols).length > 0;
  const ids = useMemo(() => {
    if (fromLink) return view.cols;
    return own.length > 0
      ? own
      : defaultColumns(
          (feedback.data ?? []).map(({ value }) => value),
          isNarrow(),
        );
  }, [fromLink, view.cols, own, feedback.data]);
  const shown = useMemo(() => columnsOf(ids), [ids]);
  const shownIds = useMemo(() => shown.map(({ id }) => id), [shown]);
  const sort = useMemo(() => sortOf(view.sort ?? ownSort), [view.sort, ownSort]);
  const setIds = (next: readonly string[]) => {
    if (next.length === 0) return; // a table without columns shows nothing to press
    // A link is not the reader's choice; what is changed in its view stays in the link.
    if (fromLink) change({ cols: next });
    else setOwn(next);
  };
  return {
    shown,
    ids: shownIds,
    widths: dragged ?? kept,
    sort,
    density,
    chosen: fromLink || own.length > 0 || Object.keys(kept).length > 0,
    setIds,
    setWidth(column, width, done) {
      const widths = { ...kept, [column]: width };
      if (done) setKept(widths);
      setDragged(done ? null : widths);
    },
    setSort(next) {
      setOwnSort(sortText(next));
      change({ sort: sortText(next) });
    },
    setDensity,
    move: (column, by) => setIds(moved(shownIds, column, by)),
    drop(column, onto) {
      const by = shownIds.indexOf(onto) - shownIds.indexOf(column);
      setIds(moved(shownIds, column, by));
    },
    reset() {
      setOwn([]);
      setKept({});
      change({ cols: [] });
    },
  };
}
