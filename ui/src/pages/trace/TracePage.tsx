import { useMemo } from 'react';
import { useLocation } from 'wouter';
import { RemoteTrace } from '../../api/remote';
import { useKeys } from '../../components/keys/useKeys';
import { useUrlState } from '../../components/useUrlState';
import { loadMoreResults, useResultList } from '../../features/result-list/resultList';
import TraceExplorer from '../../features/trace-explorer/TraceExplorer';
import { toTrace } from '../../lib/urls/paths';
import { type TraceView, traceView } from '../../lib/urls/views';
import { TraceActions } from './TraceActions';
import { useTraceNews } from './useTraceNews';

/** One trace of the server, as it changes. */
export default function TracePage({
  experimentId,
  traceId,
}: {
  readonly experimentId: string;
  readonly traceId: string;
}) {
  const source = useMemo(() => new RemoteTrace(traceId), [traceId]);
  const [view, onView] = useUrlState(traceView);
  const { connection, deleted } = useTraceNews(source, experimentId);
  useNeighbours(experimentId, traceId, view);
  return (
    <TraceExplorer
      source={source}
      view={view}
      onView={onView}
      experimentId={experimentId}
      connection={connection}
      deleted={deleted}
      actions={<TraceActions source={source} />}
    />
  );
}

/** To the next and the previous trace of the list that the reader came from. */
function useNeighbours(experimentId: string, traceId: string, { tab, view }: TraceView): void {
  const { ids, next } = useResultList();
  const [, navigate] = useLocation();
  const at = ids.indexOf(traceId);
  const go = (to: number) => {
    const id = at < 0 ? undefined : ids[to];
    if (id !== undefined) navigate(toTrace(experimentId, id, { tab, view }));
    if (next !== null && to >= ids.length - 5) void loadMoreResults();
  };
  useKeys('Traces', [
    { keys: 'j', does: 'Next trace of the list', run: () => go(at + 1) },
    { keys: 'k', does: 'Previous trace of the list', run: () => go(at - 1) },
  ]);
}
