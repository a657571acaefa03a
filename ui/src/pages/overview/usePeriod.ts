import { useMemo } from 'react';
import type { Scope } from '../../api/types';
import { stepStarts } from '../../lib/chart/series';
import { stepFor } from '../../lib/time-range/steps';
import { useMetrics } from './useMetrics';

/** The time that the page shows, in steps. */
export interface Period {
  /** Null while it is not known. */
  readonly steps: { readonly starts: readonly number[]; readonly seconds: number } | null;
  /** The scope of the time before, of the same length; null when the time has no beginning. */
  readonly before: Scope | null;
  /** Whether there is any trace; null while it is not known. */
  readonly any: boolean | null;
  readonly error: Error | null;
}

const MOST_STEPS = 60;
const DAY = 86_400;

/** An open end of the time is where traces begin, or now. */
export function usePeriod(scope: Scope, now: number): Period {
  const { points, error, ready } = useMetrics({
    ...scope,
    metric: 'TRACE_COUNT',
    aggregations: ['COUNT'],
    interval_seconds: DAY,
    max_results: 10_000,
  });
  return useMemo(() => {
    const times = points.flatMap((point) => point.time_ms ?? []);
    const any = ready ? times.length > 0 : null;
    const first = times.length > 0 ? Math.min(...times) : null;
    const last = times.length > 0 ? Math.max(...times) + DAY * 1000 : null;
    const from = scope.from_ms ?? first;
    // Clocks of others may be ahead; what they wrote is shown.
    const to = scope.to_ms ?? (last === null ? now : Math.max(now, last - DAY * 1000));
    const length = from === null ? null : to - from;
    const before =
      scope.from_ms === undefined || length === null || length <= 0
        ? null
        : { ...scope, from_ms: scope.from_ms - length, to_ms: scope.from_ms - 1 };
    if (from === null) return { steps: null, before, any, error };
    const seconds = stepFor(from, to, MOST_STEPS);
    return { steps: { starts: stepStarts(from, to, seconds), seconds }, before, any, error };
  }, [points, error, ready, scope, now]);
}
