import { Pause, Play, RefreshCw } from 'lucide-react';
import { type StoreApi, useStore } from 'zustand';
import { IconButton } from '../../components/button/Button';
import type { LiveTail } from '../../features/trace-table/useLiveTail';
import type { TraceList } from '../../features/trace-table/useTraceList';
import { count } from '../../lib/format/format';
import styles from './TracesPage.module.css';

/** Which rows are in sight. Kept apart: it changes with each row that is scrolled by. */
export interface Sight {
  readonly first: number;
  readonly last: number;
}

interface StatusLineProps {
  readonly list: TraceList;
  readonly live: LiveTail;
  readonly sight: StoreApi<Sight>;
  readonly paused: boolean;
  readonly onPause: (paused: boolean) => void;
  readonly onAgain: () => void;
}

/** Where one is in the result, and whether it is live. */
export function StatusLine({ list, live, sight, paused, onPause, onAgain }: StatusLineProps) {
  const { rows, total } = list;
  const { first, last: end } = useStore(sight);
  const last = Math.min(rows.length, end + 1);
  const gone =
    live.marks.size === 0 ? 0 : rows.filter((row) => live.marks.has(row.trace_id)).length;
  return (
    <div className={styles['status']}>
      <span role="status" aria-live="off">
        {rows.length === 0
          ? ''
          : `${count(first + 1)}–${count(last)} of ${total === null ? 'so many as match…' : count(Math.max(total, rows.length))}`}
      </span>
      {gone > 0 && (
        <span className={styles['gone']}>
          · {count(gone)} of them deleted or no longer matching
        </span>
      )}
      <span className={styles['live']} data-on={!paused && live.connected === true} role="status">
        {paused
          ? 'Paused'
          : live.connected === true
            ? 'Live'
            : live.connected === false
              ? 'The server is away. It is asked again.'
              : 'Connecting…'}
      </span>
      <IconButton
        label={paused ? 'Follow new traces' : 'Do not follow new traces'}
        onPress={() => onPause(!paused)}
      >
        {paused ? <Play size={13} /> : <Pause size={13} />}
      </IconButton>
      <IconButton label="Ask again" onPress={onAgain}>
        <RefreshCw size={13} />
      </IconButton>
    </div>
  );
}
