import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef } from 'react';
import { ApiError } from '../../api/client';
import { useLatest } from '../../components/useLatest';
import { usePreference } from '../../components/usePreference';
import type { Asked } from '../../features/query-bar/useScope';
import { type LiveTail, useLiveTail } from '../../features/trace-table/useLiveTail';
import type { TraceList } from '../../features/trace-table/useTraceList';
import { isRelative, type TimeRange } from '../../lib/time-range/range';

/** Counts, facets and bars follow the news at most so often. */
const FIGURES_EVERY_MILLIS = 3000;

export interface Live {
  readonly tail: LiveTail;
  readonly paused: boolean;
  readonly setPaused: (paused: boolean) => void;
  /** Says whether somebody reads the rows: then they do not move. */
  readonly setReading: (why: 'scrolled' | 'hovered' | 'chosen', is: boolean) => void;
  /** Asks for everything again. */
  readonly again: () => Promise<void>;
}

interface LiveOptions {
  readonly experimentId: string;
  readonly range: TimeRange;
  readonly asked: Asked;
  readonly list: TraceList;
  readonly order: readonly string[];
  readonly newestFirst: boolean;
}

/** The live side of the page: rows by the feed, figures some time later. */
export function useLive({
  experimentId,
  range: { from, to },
  asked,
  list,
  order,
  newestFirst,
}: LiveOptions): Live {
  const queries = useQueryClient();
  const [paused, setPaused] = usePreference('traces.paused', false);
  const reading = useRef(new Set<string>());
  const atRest = useCallback(() => reading.current.size === 0, []);
  const { scope } = asked;
  const tail = useLiveTail({ experimentId, scope, list, order, newestFirst, paused, atRest });
  const setReading = useCallback((why: string, is: boolean) => {
    if (is) reading.current.add(why);
    else reading.current.delete(why);
  }, []);
  const figures = useCallback(() => {
    for (const key of ['traces.count', 'traces.histogram', 'traces.facets']) {
      void queries.invalidateQueries({ queryKey: [key] });
    }
  }, [queries]);
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  useEffect(() => {
    if (tail.news === 0 || timer.current !== null) return;
    timer.current = setTimeout(() => {
      timer.current = null;
      figures();
    }, FIGURES_EVERY_MILLIS);
  }, [tail.news, figures]);
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
    },
    [],
  );
  const { connected } = tail;
  const failed = list.error !== null && !(list.error instanceof ApiError && refused(list.error));
  const retry = useLatest(list.retry);
  useEffect(() => {
    // The server is back: what could not be loaded can be now.
    if (connected === true && failed) retry();
  }, [connected, failed, retry]);
  const again = async () => {
    figures();
    void queries.invalidateQueries({ queryKey: ['observed', experimentId] });
    // Another "now" is another question, which asks for itself.
    if (isRelative(from) || isRelative(to)) asked.renew();
    else await tail.again();
  };
  return { tail, paused, setPaused, setReading, again };
}

/** The server has answered, and its answer will be the same. */
const refused = (error: ApiError): boolean => error.status >= 400 && error.status < 500;
