import { useCallback, useEffect, useRef, useState } from 'react';
import type { TraceView } from '../../lib/urls/views';

export type ChangeView = (change: Partial<TraceView>, how?: 'replace' | 'push') => void;

/** Browsers refuse to write the URL more than some ten times a second. */
const SETTLE_MILLIS = 200;

/**
 * The view at once, and its owner (the URL) told when it rests: zooming and going through rows change it many times a second.
 */
export function useSettled(view: TraceView, onView: ChangeView): readonly [TraceView, ChangeView] {
  const [ahead, setAhead] = useState<Partial<TraceView>>({});
  const owed = useRef<Partial<TraceView>>({});
  const timer = useRef<ReturnType<typeof setTimeout> | null>(null);
  const tell = useRef(onView);
  useEffect(() => {
    tell.current = onView;
  });
  const settle = useCallback((how: 'replace' | 'push') => {
    if (timer.current !== null) clearTimeout(timer.current);
    timer.current = null;
    const change = owed.current;
    owed.current = {};
    if (Object.keys(change).length > 0) {
      tell.current(change, how);
      setAhead({});
    }
  }, []);
  const change = useCallback<ChangeView>(
    (part, how = 'replace') => {
      owed.current = { ...owed.current, ...part };
      if (how === 'push') {
        settle('push');
        return;
      }
      setAhead(owed.current);
      timer.current ??= setTimeout(() => settle('replace'), SETTLE_MILLIS);
    },
    [settle],
  );
  // Not told any more: the URL may be that of another page already.
  useEffect(
    () => () => {
      if (timer.current !== null) clearTimeout(timer.current);
      timer.current = null;
    },
    [],
  );
  return [Object.keys(ahead).length === 0 ? view : { ...view, ...ahead }, change];
}
