import { useCallback, useEffect, useMemo, useRef } from 'react';
import { toast } from '../../components/toast/toasts';
import { spanIdAt } from '../../lib/skeleton/skeleton';
import { ALL_OPEN, step } from '../../lib/trace/expansion';
import { ALL, panned, type Window, zoomed, zoomOf } from '../../lib/trace/window';
import type { Find } from './useFind';
import type { Model } from './useModel';
import type { ChangeView } from './useSettled';

const ZOOM = 0.6;
const PAN = 0.2;
const NOTHING: ReadonlySet<string> = new Set();

interface Now {
  readonly model: Model;
  readonly find: Find;
  readonly selected: number;
  readonly shown: Window;
  readonly focusId: string | null;
  readonly onView: ChangeView;
}

/** All that can be done by keys, buttons and the palette. The functions stay the same, so nothing is rendered for them. */
export function useDoings(now: Now) {
  const current = useRef(now);
  useEffect(() => {
    current.current = now;
  });
  const show = useCallback((shown: Window) => {
    const { model, onView } = current.current;
    onView(zoomOf(model.scale, shown));
  }, []);
  const select = useCallback((span: number) => {
    const { model, onView } = current.current;
    if (span >= 0) onView({ span: spanIdAt(model.skeleton, span) });
  }, []);
  return useMemo(() => {
    const zoom = (factor: number) => () => show(zoomed(current.current.shown, factor, 0.5));
    const pan = (share: number) => () => show(panned(current.current.shown, share));
    const expand = (level: number) => () =>
      current.current.model.setExpansion({ level, changed: NOTHING });
    const oneLevel = (by: 1 | -1) => () => {
      const { model } = current.current;
      model.setExpansion(step(model.tree, model.expansion, by));
    };
    const match = (by: 1 | -1) => () => {
      const { find, selected } = current.current;
      select(find.matches?.next(selected, by) ?? -1);
    };
    return {
      show,
      select,
      zoomIn: zoom(ZOOM),
      zoomOut: zoom(1 / ZOOM),
      left: pan(-PAN),
      right: pan(PAN),
      fit: () => show(ALL),
      openAll: expand(ALL_OPEN),
      closeAll: expand(0),
      openLevel: oneLevel(1),
      closeLevel: oneLevel(-1),
      nextMatch: match(1),
      previousMatch: match(-1),
      nextError: () => {
        const { model, selected } = current.current;
        const span = model.errors.next(selected, 1);
        if (span < 0) toast('No span of this trace failed.');
        else select(span);
      },
      focus: () => {
        const { model, selected, focusId, onView } = current.current;
        if (selected < 0) return;
        const id = spanIdAt(model.skeleton, selected);
        onView({ focus: focusId === id ? null : id }, 'push');
      },
      unfocus: () => current.current.onView({ focus: null }, 'push'),
      copyLink: () => {
        // The selection may not be in the URL yet.
        const { model, selected } = current.current;
        copyLink(selected < 0 ? null : spanIdAt(model.skeleton, selected));
      },
    };
  }, [show, select]);
}

export type Doings = ReturnType<typeof useDoings>;

/** Puts the link to what is shown on the clipboard. */
export function copyLink(spanId: string | null): void {
  const link = new URL(window.location.href);
  if (spanId !== null) link.searchParams.set('span', spanId);
  navigator.clipboard.writeText(link.href).then(
    () => toast('The link is on the clipboard.'),
    () => toast('The browser did not let the link be copied.', { tone: 'error' }),
  );
}
