import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { histogram, searchTraces } from '../../api/queries';
import type { Scope } from '../../api/types';
import { stepFor, wholeSteps } from '../../lib/time-range/steps';

/** One end of the time in which a scope has traces; null when it has none. */
const edge = async (scope: Scope, direction: 'ASC' | 'DESC', signal: AbortSignal) =>
  (
    await searchTraces(
      { ...scope, order_by: [`timestamp_ms ${direction}`], max_results: 1 },
      signal,
    )
  ).traces[0]?.time_ms ?? null;

const MOST_BARS = 120;

/** The first and the last start, where rows say them; null where they have to be asked for. */
export interface Edges {
  readonly oldest: number | null;
  readonly newest: number | null;
}

/** How many traces began when. An end of the time that the scope leaves open is where its traces end. */
export function useHistogram(scope: Scope, now: number, known: Edges, enabled: boolean) {
  return useQuery({
    queryKey: ['traces.histogram', scope],
    queryFn: async ({ signal }) => {
      const [from, to] = await Promise.all([
        scope.from_ms ?? known.oldest ?? edge(scope, 'ASC', signal),
        scope.to_ms ??
          (scope.from_ms === undefined ? (known.newest ?? edge(scope, 'DESC', signal)) : now),
      ]);
      if (from === null || to === null) return null;
      const step = stepFor(from, Math.max(to, from + 1), MOST_BARS);
      const answer = await histogram(scope, step, signal);
      const stepMs = answer.interval_seconds * 1000;
      const last = answer.bars.at(-1)?.[0] ?? to;
      const [fromMs, toMs] = wholeSteps(from, Math.max(to, last), stepMs);
      return { fromMs, toMs, stepSeconds: answer.interval_seconds, bars: answer.bars };
    },
    enabled,
    placeholderData: keepPreviousData,
    staleTime: 5000,
  });
}
