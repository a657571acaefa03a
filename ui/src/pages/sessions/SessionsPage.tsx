import { useInfiniteQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { ApiError } from '../../api/client';
import { searchSessions } from '../../api/sessions';
import { Failure, Loading, Nothing } from '../../components/notice/Notice';
import { useTitle } from '../../components/useTitle';
import { useUrlState } from '../../components/useUrlState';
import { useExperimentNews } from '../../features/news/useNews';
import { useScope } from '../../features/query-bar/useScope';
import { useRangeCommands } from '../../features/time-range/useRangeCommands';
import { ScopeBar } from '../../features/query-bar/ScopeBar';
import { count } from '../../lib/format/format';
import { sessionsView } from '../../lib/urls/views';
import { SessionTable } from './SessionTable';
import styles from './SessionsPage.module.css';

const PAGE = 100;

/** The sessions of an experiment: traces that share the metadata `mlflow.trace.session`. */
export default function SessionsPage({ experimentId }: { readonly experimentId: string }) {
  const [view, setView] = useUrlState(sessionsView);
  const { scope } = useScope(experimentId, view);
  useTitle('Sessions');
  const query = useInfiniteQuery({
    queryKey: ['sessions', scope],
    queryFn: ({ signal, pageParam }) =>
      searchSessions(
        { ...scope, max_results: PAGE, ...(pageParam === null ? {} : { page_token: pageParam }) },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_page_token,
    placeholderData: (before) => before,
  });
  const sessions = useMemo(
    () => query.data?.pages.flatMap((page) => page.sessions) ?? [],
    [query.data],
  );
  useRangeCommands((range) => setView(range, 'push'));
  useExperimentNews(experimentId, () => void query.refetch());
  const refused = query.error instanceof ApiError && query.error.status === 400;
  const filtered = scope.filter !== undefined || view.from !== null || view.to !== null;
  return (
    <div className={styles['page']}>
      <h1 className="visually-hidden">Sessions</h1>
      <ScopeBar
        experimentId={experimentId}
        view={view}
        onView={setView}
        refusal={refused ? query.error : null}
        placeholder="Sessions with a trace that matches"
      />
      {query.error && !refused ? (
        <Failure error={query.error} onRetry={() => void query.refetch()} />
      ) : query.isPending ? (
        <Loading what="the sessions" />
      ) : sessions.length === 0 ? (
        <NoSessions filtered={filtered} />
      ) : (
        <>
          <SessionTable
            experimentId={experimentId}
            sessions={sessions}
            more={query.hasNextPage}
            onMore={() => {
              if (!query.isFetchingNextPage) void query.fetchNextPage();
            }}
          />
          <p className={styles['foot']} role="status">
            {query.hasNextPage
              ? `The latest ${count(sessions.length)} sessions; more come as you scroll`
              : `${count(sessions.length)} ${sessions.length === 1 ? 'session' : 'sessions'}`}
            {filtered && ' · figures are of the traces that match'}
          </p>
        </>
      )}
    </div>
  );
}

function NoSessions({ filtered }: { readonly filtered: boolean }) {
  return filtered ? (
    <Nothing title="No session matches">
      <p>Change the query or the time.</p>
    </Nothing>
  ) : (
    <Nothing title="There are no sessions yet">
      <p>
        A session is the traces that carry the same session id. Set it while a trace is being
        written:
      </p>
      <pre className={styles['code']}>
        {'Mlflow.updateCurrentTrace(t -> t.sessionId("chat-17").user("ada"));'}
      </pre>
    </Nothing>
  );
}
