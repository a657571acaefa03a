import { type PointerEvent, useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { typeColor } from '../../components/icons/TypeIcon';
import { type Bins, binsOf } from '../../lib/trace/bins';
import { inside, panned, type Window } from '../../lib/trace/window';
import styles from './Timeline.module.css';
import type { Model } from './useModel';

const HEIGHT = 34;
const LANES = 16;
const EDGE = 6;

interface MinimapProps {
  readonly model: Model;
  readonly width: number;
  readonly shown: Window;
  readonly onShown: (shown: Window) => void;
}

/** The whole trace on a strip, with the part that is shown; drag to choose another part. */
export function Minimap({ model, width, shown, onShown }: MinimapProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const drag = useRef<{ from: number; base: Window; does: 'choose' | 'pan' | 'a' | 'b' } | null>(
    null,
  );
  const { tree, times, scale, filtered } = model;
  const keep = filtered?.keep ?? null;
  const bins = useMemo(
    () => binsOf(tree, times, scale, width, LANES, keep),
    [tree, times, scale, width, keep],
  );
  const theme = useSyncExternalStore(watchTheme, themeNow);
  useEffect(() => {
    if (canvas.current) paint(canvas.current, bins, tree.skeleton.types);
  }, [bins, tree, theme]);
  const down = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return;
    const at = placeOf(event);
    const near = (place: number) => Math.abs(at - place) * width < EDGE;
    const zoomed = shown.from > 0 || shown.to < 1;
    const within = at > shown.from && at < shown.to;
    const does =
      zoomed && near(shown.from)
        ? 'a'
        : zoomed && near(shown.to)
          ? 'b'
          : zoomed && within
            ? 'pan'
            : 'choose';
    drag.current = { from: at, base: shown, does };
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const move = (event: PointerEvent<HTMLElement>) => {
    const now = drag.current;
    if (now === null) return;
    const at = placeOf(event);
    const { base, from, does } = now;
    if (does === 'a') onShown(inside(at, base.to));
    else if (does === 'b') onShown(inside(base.from, at));
    else if (does === 'pan') onShown(panned(base, (at - from) / (base.to - base.from)));
    else if (Math.abs(at - from) * width > 3) onShown(inside(from, at));
  };
  return (
    <div
      className={styles['minimap']}
      style={{ width, height: HEIGHT }}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={() => {
        drag.current = null;
      }}
      aria-hidden="true"
    >
      <canvas ref={canvas} width={Math.max(1, width)} height={HEIGHT} />
      <span className={styles['veil']} style={{ left: 0, width: `${shown.from * 100}%` }} />
      <span className={styles['veil']} style={{ right: 0, width: `${(1 - shown.to) * 100}%` }} />
      {(shown.from > 0 || shown.to < 1) && (
        <span
          className={styles['window']}
          style={{ left: `${shown.from * 100}%`, width: `${(shown.to - shown.from) * 100}%` }}
        />
      )}
    </div>
  );
}

function placeOf(event: PointerEvent<HTMLElement>): number {
  const box = event.currentTarget.getBoundingClientRect();
  return (event.clientX - box.left) / Math.max(1, box.width);
}

function paint(canvas: HTMLCanvasElement, bins: Bins, types: readonly string[]): void {
  const context = canvas.getContext('2d');
  if (!context) return;
  context.clearRect(0, 0, canvas.width, canvas.height);
  // A canvas knows no variables: what they come to is read from an element.
  const resolve = (color: string): string => {
    canvas.style.color = color;
    return getComputedStyle(canvas).color;
  };
  const colors = new Map<number, string>();
  const height = (canvas.height - 4) / bins.lanes;
  const bar = Math.max(1, Math.min(6, height - (height > 3 ? 1 : 0)));
  for (let lane = 0; lane < bins.lanes; lane++) {
    for (let x = 0; x < bins.width;) {
      const mark = bins.type[lane * bins.width + x] ?? 0;
      let end = x + 1;
      while (end < bins.width && bins.type[lane * bins.width + end] === mark) end++;
      if (mark > 0) {
        let color = colors.get(mark);
        if (color === undefined) {
          color = resolve(typeColor(types[mark - 1] ?? 'UNKNOWN'));
          colors.set(mark, color);
        }
        context.fillStyle = color;
        context.fillRect(x, 1 + lane * Math.min(height, 7), end - x, bar);
      }
      x = end;
    }
  }
  context.fillStyle = resolve('var(--error)');
  bins.error.forEach((failed, x) => {
    if (failed === 1) context.fillRect(x, canvas.height - 3, 2, 3);
  });
}

function watchTheme(changed: () => void): () => void {
  const observer = new MutationObserver(changed);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  const dark = window.matchMedia('(prefers-color-scheme: dark)');
  dark.addEventListener('change', changed);
  return () => {
    observer.disconnect();
    dark.removeEventListener('change', changed);
  };
}

function themeNow(): string {
  const dark = window.matchMedia('(prefers-color-scheme: dark)').matches;
  return `${document.documentElement.dataset['theme'] ?? ''}${dark}`;
}
