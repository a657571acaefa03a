import { useVirtualizer, type Virtualizer } from '@tanstack/react-virtual';
import { type RefObject, useCallback, useLayoutEffect, useState } from 'react';

/** The nearest ancestor that scrolls; the page when there is none. */
function scrollerOf(element: Element): HTMLElement {
  for (let box = element.parentElement; box; box = box.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(box).overflowY)) return box;
  }
  return document.documentElement;
}

interface Options {
  readonly list: RefObject<HTMLElement | null>;
  readonly count: number;
  /** The height of a row before it is measured. */
  readonly estimate: (index: number) => number;
}

/**
 * Virtual rows that stand somewhere within what scrolls, with other things above and below. The place is measured at each scroll, so that what
 * is above may grow.
 */
export function useInnerVirtualizer({
  list,
  count,
  estimate,
}: Options): Virtualizer<HTMLElement, HTMLElement> {
  const [scroller, setScroller] = useState<HTMLElement | null>(null);
  useLayoutEffect(() => {
    if (list.current) setScroller(scrollerOf(list.current));
  }, [list]);

  const passed = useCallback(
    (): number =>
      scroller && list.current
        ? scroller.getBoundingClientRect().top - list.current.getBoundingClientRect().top
        : 0,
    [scroller, list],
  );

  // oxlint-disable-next-line react/incompatible-library -- no compiler memoizes here
  return useVirtualizer<HTMLElement, HTMLElement>({
    count,
    getScrollElement: () => scroller,
    estimateSize: estimate,
    overscan: 6,
    // Bars that stay at the top cover as much.
    scrollPaddingStart: 76,
    measureElement: (element) =>
      element.offsetHeight || estimate(Number(element.dataset['index'] ?? 0)),
    observeElementRect: (_, tell) => {
      // What has not been laid out counts as high as the window.
      const measure = () =>
        tell({
          width: scroller?.clientWidth || window.innerWidth,
          height: scroller?.clientHeight || window.innerHeight,
        });
      measure();
      if (!scroller || typeof ResizeObserver === 'undefined') return;
      const observer = new ResizeObserver(measure);
      observer.observe(scroller);
      return () => observer.disconnect();
    },
    observeElementOffset: (_, tell) => {
      const measure = () => tell(passed(), false);
      measure();
      scroller?.addEventListener('scroll', measure, { passive: true });
      const observer = typeof ResizeObserver === 'undefined' ? null : new ResizeObserver(measure);
      for (const child of scroller?.children ?? []) observer?.observe(child);
      return () => {
        scroller?.removeEventListener('scroll', measure);
        observer?.disconnect();
      };
    },
    scrollToFn: (offset, { adjustments = 0 }) => {
      scroller?.scrollBy({ top: offset + adjustments - passed() });
    },
  });
}
