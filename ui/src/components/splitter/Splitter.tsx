import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef } from 'react';
import styles from './Splitter.module.css';

interface SplitterProps {
  readonly label: string;
  readonly start: ReactNode;
  readonly end: ReactNode;
  /** The share of the first pane, 0 to 1. */
  readonly share: number;
  readonly onShare: (share: number) => void;
  readonly least?: number;
}

const STEP = 0.02;

/** Two panes beside each other with a bar between that can be moved, by keys too; one above the other where it is narrow. */
export function Splitter({ label, start, end, share, onShare, least = 0.15 }: SplitterProps) {
  const box = useRef<HTMLDivElement>(null);
  const set = (value: number) => onShare(Math.min(1 - least, Math.max(least, value)));
  const move = (event: PointerEvent<HTMLElement>) => {
    const size = box.current?.getBoundingClientRect();
    if (size && event.currentTarget.hasPointerCapture(event.pointerId)) {
      const column = getComputedStyle(event.currentTarget).cursor === 'row-resize';
      set(
        column
          ? (event.clientY - size.top) / size.height
          : (event.clientX - size.left) / size.width,
      );
    }
  };
  const key = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -STEP, ArrowUp: -STEP, ArrowRight: STEP, ArrowDown: STEP }[event.key];
    if (by !== undefined) {
      event.preventDefault();
      event.stopPropagation();
      set(share + by);
    }
  };
  return (
    <div ref={box} className={styles['box']} style={{ ['--share' as string]: share }}>
      <div className={styles['start']}>{start}</div>
      <hr
        className={styles['bar']}
        tabIndex={0}
        aria-label={label}
        aria-orientation="vertical"
        aria-valuenow={Math.round(share * 100)}
        aria-valuemin={Math.round(least * 100)}
        aria-valuemax={Math.round((1 - least) * 100)}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={move}
        onKeyDown={key}
      />
      <div className={styles['end']}>{end}</div>
    </div>
  );
}
