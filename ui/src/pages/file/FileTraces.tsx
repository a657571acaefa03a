import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { StateBadge } from '../../components/badge/Badge';
import type { TraceSummary } from '../../features/trace-file/TraceStore';
import { count, dateTime, durationOfMillis } from '../../lib/format/format';
import styles from './FilePage.module.css';

interface FileTracesProps {
  readonly traces: readonly TraceSummary[];
  readonly onChoose: (index: number) => void;
}

const ROW = 52;

/** The traces of a file to choose from, of which only those in sight exist. */
export function FileTraces({ traces, onChoose }: FileTracesProps) {
  const box = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- no compiler memoizes here
  const virtual = useVirtualizer({
    count: traces.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 10,
  });
  return (
    <div ref={box} className={styles['box']}>
      <h1 className="visually-hidden">Traces of the file</h1>
      <ul className={styles['list']} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const trace = traces[item.index];
          return (
            trace && (
              <li
                key={item.index}
                aria-setsize={traces.length}
                aria-posinset={item.index + 1}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <button
                  type="button"
                  className={styles['trace']}
                  onClick={() => onChoose(item.index)}
                >
                  <span className={styles['title']}>
                    <strong>{trace.info.name ?? trace.info.traceId}</strong>
                    <StateBadge state={trace.info.state} />
                  </span>
                  <span className={styles['facts']}>
                    {dateTime(trace.info.timeMs)} · {durationOfMillis(trace.info.durationMs)} ·{' '}
                    {count(trace.storedSpans)} {trace.storedSpans === 1 ? 'span' : 'spans'}
                  </span>
                  <span className={styles['preview']}>{trace.info.request}</span>
                </button>
              </li>
            )
          );
        })}
      </ul>
    </div>
  );
}
