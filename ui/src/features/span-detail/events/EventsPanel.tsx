import { useMemo, useRef, useState } from 'react';
import { Badge } from '../../../components/badge/Badge';
import { Nothing } from '../../../components/notice/Notice';
import { Button } from '../../../components/button/Button';
import { Plain } from '../../../components/text/Plain';
import { useInnerVirtualizer } from '../../../components/virtual/useInnerVirtualizer';
import { count, durationOfNanos } from '../../../lib/format/format';
import type { PanelProps } from '../panel';
import { FieldValue } from '../value/FieldValue';
import { loadWhole } from '../value/wholeValue';
import styles from './Events.module.css';
import { Exception } from './Exception';
import { eventRows, type EventRow } from './rows';

/** What happened during a span: exceptions first, the pieces of a stream in one group. */
export default function EventsPanel(props: PanelProps) {
  const { body } = props;
  const [opened, setOpened] = useState(false);
  const rows = useMemo(() => eventRows(body.events, opened), [body.events, opened]);
  const list = useRef<HTMLDivElement>(null);
  const virtual = useInnerVirtualizer({ list, count: rows.length, estimate: () => 90 });
  if (rows.length === 0) {
    return (
      <Nothing title="No events">
        <p>Nothing has been recorded on this span.</p>
      </Nothing>
    );
  }
  return (
    <div
      ref={list}
      role="list"
      aria-label="Events"
      className={styles['list']}
      style={{ height: virtual.getTotalSize() }}
    >
      {virtual.getVirtualItems().map(({ key, index, start }) => {
        const row = rows[index];
        return (
          <div
            key={key}
            ref={virtual.measureElement}
            data-index={index}
            role="listitem"
            className={styles['place']}
            style={{ transform: `translateY(${start}px)` }}
          >
            {row?.kind === 'chunks' && (
              <div className={styles['chunks']}>
                <strong>{count(row.count)} pieces of the stream</strong>
                <span className={styles['time']}>
                  {after(body.start_ns, row.first)} to {after(body.start_ns, row.last)}
                </span>
                <Button onPress={() => setOpened(!opened)}>{opened ? 'Hide' : 'Show'}</Button>
              </div>
            )}
            {row?.kind === 'event' && <EventView {...props} row={row} />}
          </div>
        );
      })}
    </div>
  );
}

/** How long after the start of the span. */
function after(start: string, time: string): string {
  const nanos = Number(BigInt(time) - BigInt(start));
  return nanos < 0 ? durationOfNanos(nanos) : `+${durationOfNanos(nanos)}`;
}

const SHOWN_BY_EXCEPTION = new Set(['exception.type', 'exception.message', 'exception.stacktrace']);

function EventView({ row, ...props }: PanelProps & { readonly row: EventRow }) {
  const { source, spanId, body, find, raw } = props;
  const { event, number } = row;
  const isException = event.name === 'exception' && !raw;
  const rest = event.attributes.filter(({ key }) => !isException || !SHOWN_BY_EXCEPTION.has(key));
  const whole = async (key: string): Promise<string> => {
    const value = event.attributes.find((one) => one.key === key);
    return value ? loadWhole(source, spanId, `events/${number}/${key}`, value, () => {}) : '';
  };
  return (
    <article className={styles['event']} aria-label={event.name}>
      <header className={styles['head']}>
        <strong>
          <Plain text={event.name} find={find} />
        </strong>
        {event.name === 'exception' && <Badge tone="error">Exception</Badge>}
        <span className={styles['time']} title="After the start of the span">
          {after(body.start_ns, event.time_ns)}
        </span>
      </header>
      {isException && <Exception event={event} find={find} whole={whole} />}
      {rest.map((attribute) =>
        attribute.text.length <= 120 && !attribute.cut ? (
          <p key={attribute.key} className={styles['attribute']}>
            <span className={styles['key']}>
              <Plain text={attribute.key} find={find} />
            </span>{' '}
            <Plain text={attribute.text} find={find} />
          </p>
        ) : (
          <FieldValue
            key={attribute.key}
            {...{ source, spanId, find, raw }}
            field={`events/${number}/${attribute.key}`}
            value={attribute}
            label={attribute.key}
            kind="event"
          />
        ),
      )}
    </article>
  );
}
