import { type PointerEvent, useMemo, useRef, useState } from 'react';
import { durationOfNanos } from '../../lib/format/format';
import { type Box, pixelAt } from '../../lib/trace/layout';
import { ticksOf } from '../../lib/trace/ticks';
import { inside, type Window } from '../../lib/trace/window';
import styles from './Timeline.module.css';

interface AxisProps {
  readonly box: Box;
  readonly onShown: (shown: Window) => void;
}

/** The time along the top; drag along it to see a part in full width. */
export function Axis({ box, onShown }: AxisProps) {
  const [range, setRange] = useState<readonly [number, number] | null>(null);
  const from = useRef(0);
  const ticks = useMemo(() => ticksOf(box), [box]);
  const placeOf = (x: number) =>
    box.shown.from + (x / Math.max(1, box.width)) * (box.shown.to - box.shown.from);
  return (
    <div
      className={styles['axis']}
      style={{ width: box.width }}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        from.current = xOf(event);
        setRange([from.current, from.current]);
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event) => {
        if (range !== null) setRange([from.current, xOf(event)]);
      }}
      onPointerUp={() => {
        if (range !== null && Math.abs(range[1] - range[0]) > 3) {
          onShown(inside(placeOf(range[0]), placeOf(range[1])));
        }
        setRange(null);
      }}
    >
      {ticks.map((tick) => (
        <span key={tick.x} className={styles['tick']} style={{ left: tick.x }}>
          {tick.label}
        </span>
      ))}
      {gapsShown(box).map((gap) => (
        <span
          key={gap.left}
          className={styles['gapName']}
          style={{ left: gap.left, width: gap.width }}
          title={`${gap.words} idle: no span without children runs; drawn short`}
        >
          <span aria-hidden="true">{gap.width > gap.words.length * 6 ? gap.words : '⋯'}</span>
          <span className="visually-hidden">{gap.words} idle, drawn short</span>
        </span>
      ))}
      {range !== null && (
        <span
          className={styles['range']}
          style={{ left: Math.min(...range), width: Math.abs(range[1] - range[0]) }}
        />
      )}
    </div>
  );
}

interface GapShown {
  readonly left: number;
  readonly width: number;
  readonly words: string;
}

/** The gaps within the box. */
function gapsShown(box: Box): readonly GapShown[] {
  return box.scale.gaps.flatMap((gap) => {
    const left = Math.max(0, pixelAt(box, gap.from));
    const right = Math.min(box.width, pixelAt(box, gap.to));
    return right - left < 1
      ? []
      : [{ left, width: right - left, words: durationOfNanos(gap.to - gap.from) }];
  });
}

/** The lines of the ticks and the stripes of the gaps, behind all rows. */
export function Backdrop({ box }: { readonly box: Box }) {
  const ticks = useMemo(() => ticksOf(box), [box]);
  return (
    <div className={styles['backdrop']} style={{ width: box.width }} aria-hidden="true">
      {ticks.map((tick) => (
        <span key={tick.x} className={styles['line']} style={{ left: tick.x }} />
      ))}
      {gapsShown(box).map((gap) => (
        <span
          key={gap.left}
          className={styles['gap']}
          style={{ left: gap.left, width: gap.width }}
        />
      ))}
    </div>
  );
}

/** The pixel of the axis that the pointer is at. */
function xOf(event: PointerEvent<HTMLElement>): number {
  return event.clientX - event.currentTarget.getBoundingClientRect().left;
}
