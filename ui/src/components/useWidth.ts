import { type RefObject, useLayoutEffect, useState } from 'react';

/** The width of an element's content in pixels, as it changes: known before the first picture; `unknown` where nothing is laid out, as in tests. */
export function useWidth(element: RefObject<HTMLElement | null>, unknown = 0): number {
  const [width, setWidth] = useState(unknown);
  useLayoutEffect(() => {
    const observed = element.current;
    if (!observed || typeof ResizeObserver === 'undefined') return;
    // The observer tells of the first width only when a picture is about to be painted that was made without it.
    const first = contentWidth(observed);
    // oxlint-disable-next-line react/set-state-in-effect -- a measure of what is laid out is known no sooner
    if (first > 0) setWidth(first);
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.floor(entry.contentRect.width));
    });
    observer.observe(observed);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

function contentWidth(element: HTMLElement): number {
  const { paddingLeft, paddingRight } = getComputedStyle(element);
  return Math.floor(
    element.clientWidth -
      (Number.parseFloat(paddingLeft) || 0) -
      (Number.parseFloat(paddingRight) || 0),
  );
}
