import { type RefObject, useLayoutEffect, useRef } from 'react';
import { spanIdAt } from '../../lib/skeleton/skeleton';
import { findPlace } from '../../lib/trace/places';
import { rowBefore } from '../../lib/trace/rows';
import type { Model } from './useModel';
import { ROW_HEIGHT } from './useRowWindow';

/** Keeps the row at the top where it is when spans come above it while the trace runs. */
export function useAnchor(scroller: RefObject<HTMLElement | null>, model: Model): void {
  const before = useRef(model);
  useLayoutEffect(() => {
    const was = before.current;
    before.current = model;
    const element = scroller.current;
    if (!element || was.skeleton === model.skeleton || element.scrollTop === 0) return;
    const top = Math.floor(element.scrollTop / ROW_HEIGHT);
    const span = was.rows[top];
    if (span === undefined) return;
    const place = findPlace(model.skeleton, spanIdAt(was.skeleton, span));
    if (place < 0) return;
    const moved = rowBefore(model.tree, model.rows, place) - top;
    if (moved !== 0) element.scrollBy(0, moved * ROW_HEIGHT);
  });
}
