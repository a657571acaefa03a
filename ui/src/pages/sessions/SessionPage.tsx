import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';
import { Link } from 'wouter';
import { searchTraces } from '../../api/queries';
import { CopyButton } from '../../components/copy/CopyButton';
import { Failure, Loading, Nothing } from '../../components/notice/Notice';
import { useTitle } from '../../components/useTitle';
import { ExportMany } from '../../features/export/ExportMany';
import { useExperimentNews } from '../../features/news/useNews';
import { cost, count, dateTime, durationOfMillis } from '../../lib/format/format';
import { matchOf } from '../../lib/query/clauses';
import { quoted } from '../../lib/query/filter';
import { print } from '../../lib/query/print';
import { totalsOf } from '../../lib/session/totals';
import { toSessions, toTraces } from '../../lib/urls/paths';
import { Conversation } from './Conversation';
import styles from './SessionPage.module.css';

interface SessionPageProps {
  readonly experimentId: string;
  readonly sessionId: string;
}

const PAGE = 500;

/** One session as a conversation; `#<trace id>` in the link is the turn that is scrolled to. */
export default function SessionPage({ experimentId, sessionId }: SessionPageProps) {
  useTitle(`Session ${sessionId}`);
  const scope = {
    experiment_ids: [experimentId],
    filter: `session_id = ${quoted(sessionId)}`,
  };
  const query = useInfiniteQuery({
    queryKey: ['session', experimentId, sessionId],
    queryFn: ({ signal, pageParam }) =>
      searchTraces(
        {
          ...scope,
          order_by: ['timestamp ASC'],
          max_results: PAGE,
          ...(pageParam === null ? {} : { page_token: pageParam }),
        },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next_page_token,
  });
  const { hasNextPage, isFetchingNextPage, fetchNextPage, refetch, error } = query;
  // A turn is small: all are fetched, so that a link to any of them finds it and the totals are those of all.
  useEffect(() => {
    if (hasNextPage && !isFetchingNextPage && !error) void fetchNextPage();
  }, [hasNextPage, isFetchingNextPage, error, fetchNextPage]);
  useExperimentNews(experimentId, () => void refetch(), {
    // A session within others is named by a list that holds its id.
    concerns: (row) => row.session?.includes(sessionId) ?? false,
  });
  const turns = useMemo(() => query.data?.pages.flatMap((page) => page.traces) ?? [], [query.data]);
  const totals = useMemo(() => totalsOf(turns), [turns]);
  return (
    <div className={styles['page']}>
      <header className={styles['header']}>
        <div className={styles['title']}>
          <Link href={toSessions(experimentId)}>Sessions</Link>
          <span aria-hidden="true">/</span>
          <h1>{sessionId}</h1>
          <CopyButton label="Copy session id" text={sessionId} />
        </div>
        {turns.length > 0 && (
          <dl className={styles['facts']}>
            <Fact name="Turns">{count(turns.length)}</Fact>
            <Fact name="Errors">{count(totals.errors)}</Fact>
            <Fact name="Time in turns">{durationOfMillis(totals.durationMs)}</Fact>
            <Fact name="Tokens">{totals.tokens === null ? '–' : count(totals.tokens)}</Fact>
            <Fact name="Cost">{cost(totals.cost)}</Fact>
            <Fact name="User">{totals.users.join(', ') || '–'}</Fact>
            <Fact name="Time">{between(totals.firstMs, totals.lastMs)}</Fact>
          </dl>
        )}
        <span className={styles['actions']}>
          <Link href={toTraces(experimentId, { q: print(matchOf('session', sessionId)) })}>
            Its traces in the table
          </Link>
          <ExportMany scope={scope} name={sessionId} />
        </span>
      </header>
      {error && turns.length === 0 ? (
        <Failure error={error} onRetry={() => void refetch()} />
      ) : query.isPending ? (
        <Loading what="the session" />
      ) : turns.length === 0 ? (
        <Nothing title="There is no such session">
          <p>No trace of this experiment carries the session id of the link.</p>
        </Nothing>
      ) : (
        <>
          {error && <Failure error={error} onRetry={() => void refetch()} />}
          {hasNextPage && <Loading what={`more turns; ${count(turns.length)} are here`} />}
          <Conversation experimentId={experimentId} turns={turns} complete={!hasNextPage} />
        </>
      )}
    </div>
  );
}

/** Both moments; the day is said once when both are of one. */
function between(fromMs: number, toMs: number): string {
  const [from, to] = [dateTime(fromMs), dateTime(toMs)];
  return `${from} – ${from.slice(0, 10) === to.slice(0, 10) ? to.slice(11) : to}`;
}

function Fact({ name, children }: { readonly name: string; readonly children: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd title={children}>{children}</dd>
    </div>
  );
}
