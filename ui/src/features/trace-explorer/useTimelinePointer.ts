import { type RefObject, useEffect, useRef } from 'react';
import { durationOfNanos } from '../../lib/format/format';
import type { Box } from '../../lib/trace/layout';
import { timeAt } from '../../lib/trace/scale';
import { panned, type Window, zoomed } from '../../lib/trace/window';

interface Parts {
  readonly scroller: RefObject<HTMLElement | null>;
  readonly guide: RefObject<HTMLElement | null>;
}

const STILL = 4;

/**
 * The pointer over the timeline: a line with the time under it, zoom by wheel with Ctrl or by pinch, pan by wheel with Shift, sideways, or by
 * dragging. The line moves without rendering.
 */
export function useTimelinePointer(
  { scroller, guide }: Parts,
  box: Box | null,
  onShown: (shown: Window) => void,
): void {
  const now = useRef({ box, onShown });
  useEffect(() => {
    now.current = { box, onShown };
  });
  useEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const ended = new AbortController();
    const on = <K extends keyof HTMLElementEventMap>(
      kind: K,
      run: (event: HTMLElementEventMap[K]) => void,
      more: AddEventListenerOptions = {},
    ) => element.addEventListener(kind, run, { ...more, signal: ended.signal });
    /** The pixel within the timeline; negative outside of it. */
    const xOf = (event: MouseEvent): number => {
      const { box } = now.current;
      if (box === null) return -1;
      const edge = element.getBoundingClientRect();
      return event.clientX - edge.left - (element.clientWidth - box.width);
    };
    on(
      'wheel',
      (event) => {
        const { box, onShown } = now.current;
        const x = xOf(event);
        if (box === null || x < 0) return;
        const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
        if (event.ctrlKey || event.metaKey) {
          event.preventDefault();
          const factor = Math.exp(Math.max(-60, Math.min(60, event.deltaY)) * 0.01);
          onShown(zoomed(box.shown, factor, x / Math.max(1, box.width)));
        } else if (event.shiftKey || Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
          event.preventDefault();
          onShown(panned(box.shown, sideways / Math.max(1, box.width)));
        }
      },
      { passive: false },
    );
    let drag: { x: number; base: Window; moved: boolean } | null = null;
    on('pointerdown', (event) => {
      const { box } = now.current;
      const track = event.target instanceof Element && event.target.closest('[data-track]');
      const all = box === null || (box.shown.from <= 0 && box.shown.to >= 1);
      drag =
        event.button === 0 && track && box && !all
          ? { x: event.clientX, base: box.shown, moved: false }
          : null;
    });
    on('pointermove', (event) => {
      const { box, onShown } = now.current;
      const x = xOf(event);
      const line = guide.current;
      if (line && box) {
        line.hidden = x < 0 || x > box.width;
        line.style.left = `${element.clientWidth - box.width + x}px`;
        line.dataset['side'] = x > box.width - 90 ? 'left' : 'right';
        const place =
          box.shown.from + (x / Math.max(1, box.width)) * (box.shown.to - box.shown.from);
        const words = line.firstElementChild;
        if (words) words.textContent = durationOfNanos(timeAt(box.scale, place) - box.scale.from);
      }
      if (drag === null || box === null) return;
      if (!drag.moved && Math.abs(event.clientX - drag.x) < STILL) return;
      if (!drag.moved) element.setPointerCapture(event.pointerId);
      drag.moved = true;
      onShown(panned(drag.base, (drag.x - event.clientX) / Math.max(1, box.width)));
    });
    const drop = () => {
      if (drag?.moved) {
        // The click that ends a drag chooses nothing.
        element.addEventListener('click', stop, { capture: true, once: true });
        setTimeout(() => element.removeEventListener('click', stop, { capture: true }));
      }
      drag = null;
    };
    on('pointerup', drop);
    on('pointercancel', drop);
    on('pointerleave', () => {
      if (guide.current) guide.current.hidden = true;
    });
    return () => ended.abort();
  }, [scroller, guide]);
}

function stop(event: Event): void {
  event.stopPropagation();
}
