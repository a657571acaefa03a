import {
  type InfiniteData,
  keepPreviousData,
  useInfiniteQuery,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useCallback, useMemo } from 'react';
import { countTraces, searchTraces } from '../../api/queries';
import type { Scope, TracePage, TraceRow } from '../../api/types';

export const PAGE_ROWS = 100;

type Pages = InfiniteData<TracePage, string | null>;

export interface TraceList {
  readonly rows: readonly TraceRow[];
  /** How many there are, as the server has counted; null while it has not. */
  readonly total: number | null;
  /** Nothing has come yet. */
  readonly loading: boolean;
  /** What is shown is of another question, while the answer to this one is on its way. */
  readonly stale: boolean;
  /** The first rows of this question are there: figures may be asked for. */
  readonly settled: boolean;
  readonly error: Error | null;
  readonly hasMore: boolean;
  readonly loadingMore: boolean;
  readonly moreFailed: boolean;
  readonly more: () => void;
  /** Where the page behind the last one begins. */
  readonly next: string | null;
  /** When the rows came, in milliseconds; 0 before. */
  readonly loadedAt: number;
  /** Changes the rows that are there; does nothing before any are. */
  readonly change: (how: (pages: TracePage[]) => TracePage[]) => void;
  readonly current: () => readonly TracePage[] | null;
  /** Asks again from the beginning. */
  readonly again: () => Promise<void>;
  /** Asks again after a failure. */
  readonly retry: () => void;
  /** Counts again. */
  readonly recount: () => void;
}

/** The traces of a scope in an order, page by page. */
export function useTraceList(scope: Scope, order: readonly string[]): TraceList {
  const queries = useQueryClient();
  const key = useMemo(() => ['traces', scope, order] as const, [scope, order]);
  const list = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) =>
      searchTraces(
        {
          ...scope,
          order_by: order,
          max_results: PAGE_ROWS,
          ...(pageParam === null ? {} : { page_token: pageParam }),
        },
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (last: TracePage) => last.next_page_token,
    placeholderData: keepPreviousData,
    // The feed of changes keeps it true; asking for all pages again would move the reader.
    staleTime: Infinity,
  });
  const { data } = list;
  const settled = list.isSuccess && !list.isPlaceholderData;
  const next = data?.pages.at(-1)?.next_page_token ?? null;
  const complete = settled && next === null;
  const countKey = useMemo(() => ['traces.count', scope] as const, [scope]);
  const count = useQuery({
    queryKey: countKey,
    queryFn: ({ signal }) => countTraces(scope, signal),
    // Rows come first; what is all there needs no counting.
    enabled: settled && !complete,
  });
  const rows = useMemo(() => data?.pages.flatMap((page) => page.traces) ?? [], [data]);
  const change = useCallback(
    (how: (pages: TracePage[]) => TracePage[]) =>
      queries.setQueryData<Pages>(key, (current) => {
        if (!current) return current;
        const pages = how(current.pages);
        return pages === current.pages ? current : { ...current, pages };
      }),
    [queries, key],
  );
  const current = useCallback(
    () => queries.getQueryData<Pages>(key)?.pages ?? null,
    [queries, key],
  );
  const recount = useCallback(
    () => void queries.invalidateQueries({ queryKey: countKey }),
    [queries, countKey],
  );
  const again = useCallback(async () => {
    const first = await searchTraces({ ...scope, order_by: order, max_results: PAGE_ROWS });
    queries.setQueryData<Pages>(key, { pages: [first], pageParams: [null] });
    recount();
  }, [queries, key, scope, order, recount]);
  return {
    rows,
    total: complete ? rows.length : (count.data ?? null),
    settled,
    loading: list.isPending,
    stale: list.isPlaceholderData,
    error: list.data === undefined || !list.isFetchNextPageError ? list.error : null,
    hasMore: list.hasNextPage,
    loadingMore: list.isFetchingNextPage,
    moreFailed: list.isFetchNextPageError,
    more: () => void list.fetchNextPage({ cancelRefetch: false }),
    next,
    loadedAt: list.dataUpdatedAt,
    change,
    current,
    again,
    retry: () => void list.refetch(),
    recount,
  };
}
