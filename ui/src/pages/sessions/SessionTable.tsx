import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef } from 'react';
import { Link } from 'wouter';
import type { Session } from '../../api/sessions';
import { Badge } from '../../components/badge/Badge';
import { ago, cost, count, dateTime, durationOfMillis } from '../../lib/format/format';
import { toSession } from '../../lib/urls/paths';
import styles from './SessionsPage.module.css';

interface SessionTableProps {
  readonly experimentId: string;
  readonly sessions: readonly Session[];
  readonly more: boolean;
  readonly onMore: () => void;
}

const ROW = 36;

/** A row for each session, as far as it is on the screen; more are asked for near the end. */
export function SessionTable({ experimentId, sessions, more, onMore }: SessionTableProps) {
  const box = useRef<HTMLDivElement>(null);
  // oxlint-disable-next-line react/incompatible-library -- no compiler memoizes here
  const virtual = useVirtualizer({
    count: sessions.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 10,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? -1;
  const nearEnd = more && last >= sessions.length - 20;
  useEffect(() => {
    if (nearEnd) onMore();
  }, [nearEnd, onMore]);
  const now = Date.now();
  return (
    <div ref={box} className={styles['box']} tabIndex={0} role="region" aria-label="Sessions">
      <div role="table" aria-label="Sessions" aria-rowcount={more ? -1 : sessions.length + 1}>
        <div role="rowgroup" className={styles['head']}>
          <div role="row" aria-rowindex={1} className={styles['row']}>
            <span role="columnheader">Session</span>
            <span role="columnheader">User</span>
            <span role="columnheader">Turns</span>
            <span role="columnheader">Errors</span>
            <span role="columnheader">First</span>
            <span role="columnheader">Last</span>
            <span role="columnheader">Time in turns</span>
            <span role="columnheader">Tokens</span>
            <span role="columnheader">Cost</span>
          </div>
        </div>
        <div role="rowgroup" className={styles['rows']} style={{ height: virtual.getTotalSize() }}>
          {items.map((item) => {
            const session = sessions[item.index];
            return (
              session && (
                <div
                  key={session.session_id}
                  role="row"
                  aria-rowindex={item.index + 2}
                  className={styles['row']}
                  style={{ transform: `translateY(${item.start}px)` }}
                >
                  <span role="cell">
                    <Link
                      href={toSession(experimentId, session.session_id)}
                      title={session.session_id}
                    >
                      {session.session_id}
                    </Link>
                  </span>
                  <span role="cell" title={session.user ?? undefined}>
                    {session.user ?? '–'}
                  </span>
                  <span role="cell">{count(session.turns)}</span>
                  <span role="cell">
                    {session.errors > 0 ? (
                      <Badge tone="error">{count(session.errors)}</Badge>
                    ) : (
                      <span className={styles['none']}>0</span>
                    )}
                  </span>
                  <span role="cell">{dateTime(session.first_ms)}</span>
                  <span role="cell" title={dateTime(session.last_ms)}>
                    {ago(session.last_ms, now)}
                  </span>
                  <span role="cell">{durationOfMillis(session.duration_ms)}</span>
                  <span role="cell">{session.tokens === null ? '–' : count(session.tokens)}</span>
                  <span role="cell">{cost(session.cost)}</span>
                </div>
              )
            );
          })}
        </div>
      </div>
    </div>
  );
}
