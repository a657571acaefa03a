import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { ApiError } from '../../api/client';
import { countTraces, experiments } from '../../api/queries';
import { Button } from '../../components/button/Button';
import { Failure, Loading, Nothing } from '../../components/notice/Notice';
import { useUrlState } from '../../components/useUrlState';
import { useScope } from '../../features/query-bar/useScope';
import { useTraceList } from '../../features/trace-table/useTraceList';
import { NEWEST_FIRST, orderBy, sortText } from '../../lib/columns/sort';
import { searchedTexts } from '../../lib/query/edit';
import { type TracesView, tracesView } from '../../lib/urls/views';
import { FirstTrace } from './FirstTrace';
import { Result } from './Result';
import { Toolbar } from './Toolbar';
import styles from './TracesPage.module.css';
import { useColumns } from './useColumns';
import { useLive } from './useLive';

/** The traces of an experiment: asked for in one line, shown in a table, followed as they come. */
export default function TracesPage({ experimentId }: { readonly experimentId: string }) {
  const [view, setView] = useUrlState(tracesView);
  const change = useCallback((part: Partial<TracesView>) => setView(part), [setView]);
  const asked = useScope(experimentId, view);
  const columns = useColumns(experimentId, view, change);
  const { sort } = columns;
  const order = useMemo(() => orderBy(sort), [sort]);
  const list = useTraceList(asked.scope, order);
  const newestFirst = sortText(sort) === sortText(NEWEST_FIRST);
  const live = useLive({ experimentId, range: view, asked, list, order, newestFirst });
  const searched = useMemo(() => searchedTexts(asked.items), [asked.items]);

  const everything = view.q === '' && view.from === null && view.to === null;
  const nothing = !list.loading && !list.stale && list.error === null && list.rows.length === 0;
  const any = useQuery({
    queryKey: ['traces.count', { experiment_ids: [experimentId] }],
    queryFn: ({ signal }) => countTraces({ experiment_ids: [experimentId] }, signal),
    enabled: nothing && !everything,
  });
  const known = useQuery({
    queryKey: ['experiments'],
    queryFn: ({ signal }) => experiments(signal),
    enabled: nothing,
  });
  const unknown = nothing && known.data?.every((each) => each.experiment_id !== experimentId);
  const none = nothing && (everything || any.data === 0);
  const refusal = list.error instanceof ApiError && list.error.status === 400 ? list.error : null;

  if (unknown === true) {
    return (
      <Nothing title={`There is no experiment ${experimentId}`}>
        <p>It may have been deleted, or the link is of another server.</p>
      </Nothing>
    );
  }
  if (none && known.data !== undefined) {
    return <FirstTrace experimentId={experimentId} connected={live.tail.connected} />;
  }
  return (
    <div className={styles['page']}>
      <h1 className="visually-hidden">Traces</h1>
      <Toolbar
        experimentId={experimentId}
        view={view}
        setView={setView}
        columns={columns}
        refusal={refusal}
      />
      {list.loading ? (
        <Loading what="traces" />
      ) : refusal !== null ? (
        <Nothing title="The server refuses this query">
          <p>
            What it says stands at the query bar. The filter is the one under “Filter and syntax”.
          </p>
        </Nothing>
      ) : list.error !== null ? (
        <Failure error={list.error} onRetry={list.retry} />
      ) : nothing ? (
        <Nothing title="Nothing matches">
          <p>The experiment has traces, but none of this query and this time.</p>
          <Button onPress={() => setView({ q: '', from: null, to: null }, 'push')}>
            Clear the query and the time
          </Button>
        </Nothing>
      ) : (
        <Result
          experimentId={experimentId}
          view={view}
          setView={setView}
          asked={asked}
          list={list}
          live={live}
          columns={columns}
          order={order}
          searched={searched}
        />
      )}
    </div>
  );
}
