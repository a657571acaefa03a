import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Scope } from '../../api/types';
import { inserted } from '../../lib/trace-list/merge';
import { LiveFeed, type LiveState } from './liveFeed';
import type { TraceList } from './useTraceList';

export interface LiveTail extends LiveState {
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
  const latest = useRef(options);
  const showLatest = useRef<() => void>(() => undefined);
  const feed = useMemo(
    () => new LiveFeed({ experimentId, scope, order, newestFirst }),
    [experimentId, scope, order, newestFirst],
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
  useEffect(() => {
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
  return { ...state, fresh, show, again };
}
