import { typeColor } from '../../components/icons/TypeIcon';
import { durationOfNanos } from '../../lib/format/format';
import { barOf, type Box, labelPlace, strokesOf } from '../../lib/trace/layout';
import styles from './Tree.module.css';
import type { Model } from './useModel';
import { durationWords } from './words';

interface SpanBarProps {
  readonly model: Model;
  readonly box: Box;
  readonly span: number;
  readonly type: string;
  readonly failed: boolean;
}

const LETTER_PIXELS = 6.4;

/** When a span ran, as a bar with its duration. */
export function SpanBar({ model, box, span, type, failed }: SpanBarProps) {
  const { times, critical, skeleton } = model;
  const start = times.start[span] ?? 0;
  const bar = barOf(box, start, times.end[span] ?? 0);
  const words = durationWords(model, span);
  const begins = durationOfNanos(start - times.from);
  if (bar.outside !== null) {
    return (
      <span className={styles['outside']} data-side={bar.outside}>
        {bar.outside === 'before' ? '‹' : '›'}
        <span className="visually-hidden">
          {words}, {bar.outside} the time that is shown
        </span>
      </span>
    );
  }
  const place = labelPlace(bar, box.width, words.length * LETTER_PIXELS);
  const first = critical?.first[span] ?? 0;
  const end = critical?.first[span + 1] ?? 0;
  return (
    <>
      <span
        className={styles['bar']}
        data-failed={failed}
        data-open={Number.isNaN(skeleton.duration[span] ?? 0)}
        style={{
          left: bar.left,
          width: bar.width,
          ['--bar-color' as string]: typeColor(type),
        }}
        title={`${words}, begins ${begins} after the trace`}
      />
      <span
        className={place === 'nowhere' ? 'visually-hidden' : styles['label']}
        data-place={place}
        style={
          place === 'left'
            ? { right: box.width - bar.left + 5 }
            : { left: place === 'right' ? bar.left + bar.width + 5 : bar.left + 6 }
        }
      >
        {words}
      </span>
      {critical !== null && end > first && (
        <svg className={styles['critical']} width={box.width} height={3} aria-hidden="true">
          <path d={strokesOf(box, critical.from, critical.to, first, end)} />
        </svg>
      )}
      {critical !== null && end > first && (
        <span className="visually-hidden">on the critical path</span>
      )}
    </>
  );
}
