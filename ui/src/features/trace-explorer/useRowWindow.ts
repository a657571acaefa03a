import { type RefObject, useCallback, useEffect, useState } from 'react';

export const ROW_HEIGHT = 28;
const MORE = 8;
/** The window moves in steps, so that not each pixel scrolled is a rendering. */
const STEP = 4;

export interface RowWindow {
  readonly first: number;
  /** Exclusive. */
  readonly end: number;
}

/**
 * Which rows are near what is seen. All rows are of one height, so this is two divisions: a virtualizer that keeps a measure for each of a
 * quarter of a million rows would take longer than the trace does.
 */
export function useRowWindow(
  scroller: RefObject<HTMLElement | null>,
  head: RefObject<HTMLElement | null>,
  rows: number,
): RowWindow {
  const [seen, setSeen] = useState({ first: 0, count: 30 });
  const look = useCallback(() => {
    const element = scroller.current;
    if (!element) return;
    const first = Math.floor(element.scrollTop / ROW_HEIGHT / STEP) * STEP;
    const height = element.clientHeight - (head.current?.offsetHeight ?? 0);
    // Where nothing is laid out, as in tests, a screen of usual height.
    const count = Math.ceil((height > 0 ? height : 800) / ROW_HEIGHT) + STEP;
    setSeen((before) =>
      before.first === first && before.count === count ? before : { first, count },
    );
  }, [scroller, head]);
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    // It looks at once when it begins to observe.
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [scroller, look]);
  return {
    first: Math.max(0, Math.min(seen.first, rows - seen.count) - MORE),
    end: Math.min(rows, seen.first + seen.count + MORE),
  };
}

/** Scrolls as little as is needed for a row to be seen; into the middle when it is far. */
export function showRow(scroller: HTMLElement, headHeight: number, row: number): void {
  const top = row * ROW_HEIGHT;
  const height = scroller.clientHeight - headHeight;
  const seen = scroller.scrollTop;
  if (top >= seen && top + ROW_HEIGHT <= seen + height) return;
  const far = top < seen - height || top > seen + 2 * height;
  if (far) scroller.scrollTop = Math.max(0, top - height / 2);
  else scroller.scrollTop = top < seen ? top : top + ROW_HEIGHT - height;
}
