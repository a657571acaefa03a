import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import type { TraceRow } from '../../api/types';
import { Notice } from '../../components/notice/Notice';
import { useKeys } from '../../components/keys/useKeys';
import styles from './SessionPage.module.css';
import { Turn } from './Turn';

interface ConversationProps {
  readonly experimentId: string;
  readonly turns: readonly TraceRow[];
  /** Whether all turns are there. */
  readonly complete: boolean;
}

const TURN = 190;

/** The turns, of which only those in sight exist. */
export function Conversation({ experimentId, turns, complete }: ConversationProps) {
  const box = useRef<HTMLDivElement>(null);
  const [wanted, setWanted] = useState(() => fromHash());
  const [current, setCurrent] = useState<string | null>(wanted);
  // oxlint-disable-next-line react/incompatible-library -- no compiler memoizes here
  const virtual = useVirtualizer({
    count: turns.length,
    getScrollElement: () => box.current,
    getItemKey: (index) => turns[index]?.trace_id ?? index,
    estimateSize: () => TURN,
    overscan: 3,
    gap: 4,
    paddingStart: 8,
    paddingEnd: 48,
  });
  const at = wanted === null ? -1 : turns.findIndex((turn) => turn.trace_id === wanted);
  useEffect(() => {
    if (at < 0) return;
    virtual.scrollToIndex(at, { align: 'start' });
    setWanted(null);
  }, [at, virtual]);
  useEffect(() => {
    const follow = () => {
      const id = fromHash();
      setCurrent(id);
      setWanted(id);
    };
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  const step = (by: number) => {
    const here = turns.findIndex((turn) => turn.trace_id === current);
    const next = turns[Math.max(0, Math.min(turns.length - 1, here + by))];
    if (!next) return;
    window.history.replaceState(window.history.state, '', `#${next.trace_id}`);
    setCurrent(next.trace_id);
    setWanted(next.trace_id);
  };
  useKeys('Session', [
    { keys: 'j', does: 'Next turn', run: () => step(1) },
    { keys: 'k', does: 'Previous turn', run: () => step(-1) },
  ]);
  const missing = complete && wanted !== null && at < 0;
  return (
    <>
      {missing && (
        <Notice tone="warning" title="The link names a turn that is not in this session.">
          {wanted}
        </Notice>
      )}
      <div ref={box} className={styles['box']} tabIndex={0} role="region" aria-label="Conversation">
        <ol className={styles['turns']} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const turn = turns[item.index];
            return (
              turn && (
                <li
                  key={turn.trace_id}
                  ref={virtual.measureElement}
                  data-index={item.index}
                  aria-setsize={turns.length}
                  aria-posinset={item.index + 1}
                  aria-current={turn.trace_id === current ? 'location' : undefined}
                  className={styles['place']}
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  <Turn experimentId={experimentId} turn={turn} number={item.index + 1} />
                </li>
              )
            );
          })}
        </ol>
      </div>
    </>
  );
}

function fromHash(): string | null {
  const hash = window.location.hash.slice(1);
  try {
    return decodeURIComponent(hash) || null;
  } catch {
    return hash;
  }
}
