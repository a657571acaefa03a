import type { KeyboardEvent, PointerEvent } from 'react';
import styles from './Tree.module.css';

interface ColumnSplitterProps {
  /** Where it is, in pixels. */
  readonly at: number;
  readonly width: number;
  readonly onShare: (share: number) => void;
}

const STEP = 0.02;

/** The line between tree and timeline, which can be moved. */
export function ColumnSplitter({ at, width, onShare }: ColumnSplitterProps) {
  const set = (share: number) => onShare(Math.min(0.85, Math.max(0.15, share)));
  const move = (event: PointerEvent<HTMLElement>) => {
    const frame = event.currentTarget.parentElement?.getBoundingClientRect();
    if (frame && event.currentTarget.hasPointerCapture(event.pointerId)) {
      set((event.clientX - frame.left) / width);
    }
  };
  const key = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -STEP, ArrowRight: STEP }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    set(at / width + by);
  };
  return (
    <hr
      className={styles['splitter']}
      style={{ left: at }}
      tabIndex={0}
      aria-label="Tree and timeline"
      aria-orientation="vertical"
      aria-valuenow={Math.round((at / width) * 100)}
      aria-valuemin={15}
      aria-valuemax={85}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={move}
      onKeyDown={key}
    />
  );
}
