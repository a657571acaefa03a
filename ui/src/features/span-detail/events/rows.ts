import type { SpanEvent } from '../../../api/types';

export interface EventRow {
  readonly kind: 'event';
  readonly event: SpanEvent;
  /** Its place among the events of the span. */
  readonly number: number;
}

export type Row =
  | EventRow
  | {
      readonly kind: 'chunks';
      readonly count: number;
      readonly first: string;
      readonly last: string;
    };

/** Fewer pieces of a stream are not put together. */
const FEW = 3;

const isChunk = ({ name }: SpanEvent): boolean => /^mlflow\.chunk\b/.test(name);

/** Exceptions, then the other events in their order, then the pieces of a stream as one row, with themselves behind when it is opened. */
export function eventRows(events: readonly SpanEvent[], opened: boolean): readonly Row[] {
  const all = events.map((event, number): EventRow => ({ kind: 'event', event, number }));
  const exceptions = all.filter(({ event }) => event.name === 'exception');
  const others = all.filter(({ event }) => event.name !== 'exception' && !isChunk(event));
  const chunks = all.filter(({ event }) => isChunk(event));
  const [first] = chunks;
  const last = chunks.at(-1);
  const group: readonly Row[] =
    first && last && chunks.length > FEW
      ? [
          {
            kind: 'chunks',
            count: chunks.length,
            first: first.event.time_ns,
            last: last.event.time_ns,
          },
          ...(opened ? chunks : []),
        ]
      : chunks;
  return [...exceptions, ...others, ...group];
}
