import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Scope } from '../../api/types';
import { inserted } from '../../lib/trace-list/merge';
import { LiveFeed, listenFor, type LiveState } from './liveFeed';
import type { TraceList } from './useTraceList';

export interface LiveTail extends LiveState {
  /** Whether the server is there; null before it is known, and while one does not listen. */
  readonly connected: boolean | null;
  /** The traces that were put in last. */
  readonly fresh: ReadonlySet<string>;
  /** Puts in what waits. */
  readonly show: () => void;
  /** Asks for the list again, and forgets what was said of it. */
  readonly again: () => Promise<void>;
}

interface LiveOptions {
  readonly experimentId: string;
  readonly scope: Scope;
  readonly list: TraceList;
  readonly order: readonly string[];
  readonly newestFirst: boolean;
  readonly paused: boolean;
  /** Whether rows may move: nobody reads them. */
  readonly atRest: () => boolean;
}

const NOBODY: ReadonlySet<string> = new Set();

/** Follows what changes in the experiment: see `LiveFeed`. */
export function useLiveTail(options: LiveOptions): LiveTail {
  const { experimentId, scope, order, newestFirst, paused, list } = options;
  const [fresh, setFresh] = useState(NOBODY);
  const [connected, setConnected] = useState<boolean | null>(null);
  const latest = useRef(options);
  const showLatest = useRef<() => void>(() => undefined);
  const feed = useMemo(
    () => new LiveFeed({ scope, order, newestFirst }),
    [scope, order, newestFirst],
  );
  const state = useStore(feed.store);
  const again = useCallback(async () => {
    await list.again();
    feed.renewed();
    setFresh(NOBODY);
  }, [list, feed]);
  const show = useCallback(() => {
    // In another order than the newest first only the server knows their places.
    if (!newestFirst || feed.store.getState().tooMany) {
      void again();
      return;
    }
    const rows = feed.taken();
    list.change((pages) => inserted(pages, rows));
    setFresh(new Set(rows.map((row) => row.trace_id)));
  }, [feed, list, again, newestFirst]);
  useEffect(() => {
    latest.current = options;
    showLatest.current = show;
  });
  const current = useRef(feed);
  useEffect(() => {
    current.current = feed;
    if (paused) return;
    return feed.start({
      pages: () => latest.current.list.current(),
      change: (how) => latest.current.list.change(how),
      loadedAt: () => latest.current.list.loadedAt,
      onWaiting: () => {
        if (latest.current.newestFirst && latest.current.atRest()) showLatest.current();
      },
    });
  }, [feed, paused]);
  // One connection for the page, whatever is asked for.
  useEffect(() => {
    if (paused) return;
    const stop = listenFor(experimentId, () => current.current, setConnected);
    return () => {
      stop();
      setConnected(null);
    };
  }, [experimentId, paused]);
  return { ...state, connected, fresh, show, again };
}
