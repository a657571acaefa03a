import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from 'react';
import { useWidth } from '../../components/useWidth';
import { count, dateTime } from '../../lib/format/format';
import {
  type Bar,
  layout,
  momentAt,
  onSteps,
  placeAt,
  type TimeBox,
} from '../../lib/histogram/layout';
import { stepWords } from '../../lib/time-range/steps';
import styles from './Histogram.module.css';

interface HistogramProps {
  readonly bars: readonly Bar[];
  readonly fromMs: number;
  readonly toMs: number;
  readonly stepSeconds: number;
  /** Bars of another question, until those of this one are there. */
  readonly stale: boolean;
  /** A part of the time was chosen. */
  readonly onRange: (fromMs: number, toMs: number) => void;
}

const HEIGHT = 56;
/** A press that moves less is no choice of a range. */
const LEAST_DRAG = 4;

/** When traces began, errors apart. A part of it can be chosen by dragging, or by arrow keys and Enter. */
export function Histogram({ bars, fromMs, toMs, stepSeconds, stale, onRange }: HistogramProps) {
  const element = useRef<HTMLDivElement>(null);
  const width = useWidth(element);
  const [drag, setDrag] = useState<readonly [number, number] | null>(null);
  const [at, setAt] = useState<number | null>(null);
  const [anchor, setAnchor] = useState<number | null>(null);
  const box = useMemo<TimeBox>(
    () => ({ fromMs, toMs, stepSeconds, width, height: HEIGHT }),
    [fromMs, toMs, stepSeconds, width],
  );
  const boxes = useMemo(() => layout(bars, box), [bars, box]);
  const here = at === null ? null : (boxes[Math.min(at, boxes.length - 1)] ?? null);
  const words = useMemo(() => inWords(bars, box), [bars, box]);

  const choose = (a: number, b: number) => {
    const [from, to] = onSteps(a, b, stepSeconds);
    onRange(from, to);
  };
  const key = (event: KeyboardEvent) => {
    const last = boxes.length - 1;
    const to = {
      ArrowLeft: Math.max(0, (at ?? boxes.length) - 1),
      ArrowRight: Math.min(last, (at ?? -1) + 1),
      Home: 0,
      End: last,
    }[event.key];
    if (to !== undefined && last >= 0) {
      event.preventDefault();
      setAnchor(event.shiftKey ? (anchor ?? at ?? to) : null);
      setAt(to);
    } else if (event.key === 'Enter' && here) {
      const from = anchor === null ? here : (boxes[anchor] ?? here);
      choose(Math.min(from.startMs, here.startMs), Math.max(from.endMs, here.endMs) - 1);
      setAnchor(null);
    } else if (event.key === 'Escape') {
      setAnchor(null);
      setAt(null);
    }
  };
  const from = anchor === null ? null : boxes[anchor];
  const chosen: readonly [number, number] | null =
    drag ??
    (from && here
      ? [Math.min(from.x, here.x), Math.max(from.x + from.width, here.x + here.width)]
      : null);
  return (
    <figure className={styles['figure']} data-stale={stale}>
      <div
        ref={element}
        className={styles['plot']}
        style={{ height: HEIGHT }}
        role="slider"
        tabIndex={0}
        aria-label={`Traces over time. ${words}`}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, boxes.length - 1)}
        aria-valuenow={at ?? 0}
        aria-valuetext={
          here ? barWords(here) : 'No bar. Arrow keys choose one, Enter shows its time'
        }
        onKeyDown={key}
        onBlur={() => {
          setAt(null);
          setAnchor(null);
        }}
        onPointerDown={(event) => {
          if (event.button !== 0) return;
          event.currentTarget.setPointerCapture(event.pointerId);
          const x = placeOf(event);
          setDrag([x, x]);
        }}
        onPointerMove={(event) => {
          const x = placeOf(event);
          if (drag) setDrag([drag[0], x]);
          const found = boxes.findIndex(
            (bar) => placeAt(bar.startMs, box) <= x && x < placeAt(bar.endMs, box),
          );
          setAt(found === -1 ? null : found);
        }}
        onPointerLeave={() => setAt(null)}
        onPointerUp={(event) => {
          const x = placeOf(event);
          if (drag && Math.abs(x - drag[0]) >= LEAST_DRAG) {
            choose(momentAt(drag[0], box), momentAt(x, box));
          } else if (drag && here) {
            choose(here.startMs, here.endMs - 1);
          }
          setDrag(null);
        }}
        onPointerCancel={() => setDrag(null)}
      >
        <svg width={width} height={HEIGHT} aria-hidden="true">
          {boxes.map((bar, index) => (
            <g key={bar.startMs} data-here={index === at} className={styles['bar']}>
              <rect x={bar.x} y={bar.y} width={bar.width} height={bar.height} />
              {bar.errorHeight > 0 && (
                <rect
                  x={bar.x}
                  y={bar.errorY}
                  width={bar.width}
                  height={bar.errorHeight}
                  className={styles['errors']}
                />
              )}
            </g>
          ))}
          {chosen && (
            <rect
              className={styles['chosen']}
              x={Math.min(...chosen)}
              y={0}
              width={Math.abs(chosen[1] - chosen[0])}
              height={HEIGHT}
            />
          )}
        </svg>
      </div>
      <figcaption className={styles['caption']}>
        <span>{dateTime(fromMs)}</span>
        <span className={styles['middle']}>
          {here ? barWords(here) : `Bars of ${stepWords(stepSeconds)}; drag to choose a time`}
        </span>
        <span>{dateTime(toMs)}</span>
      </figcaption>
    </figure>
  );
}

const placeOf = (event: PointerEvent<HTMLElement>): number =>
  event.clientX - event.currentTarget.getBoundingClientRect().left;

const traces = (many: number): string => `${count(many)} ${many === 1 ? 'trace' : 'traces'}`;
const errors = (many: number): string => `${count(many)} ${many === 1 ? 'error' : 'errors'}`;

const barWords = (bar: {
  readonly startMs: number;
  readonly traces: number;
  readonly errors: number;
}): string => `${dateTime(bar.startMs)}: ${traces(bar.traces)}, ${errors(bar.errors)}`;

function inWords(bars: readonly Bar[], box: TimeBox): string {
  let all = 0;
  let failed = 0;
  let top: Bar | null = null;
  for (const bar of bars) {
    all += bar[1];
    failed += bar[2];
    if (top === null || bar[1] > top[1]) top = bar;
  }
  if (top === null) return 'None in this time.';
  const most = `Most in one step: ${traces(top[1])} at ${dateTime(top[0])}.`;
  return `${traces(all)}, ${errors(failed)}, from ${dateTime(box.fromMs)} to ${dateTime(box.toMs)}, in steps of ${stepWords(box.stepSeconds)}. ${most}`;
}
