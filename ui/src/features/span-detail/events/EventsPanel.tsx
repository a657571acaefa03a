import { Nothing } from '../../../components/notice/Notice';
import type { PanelProps } from '../panel';
import { FieldValue } from '../value/FieldValue';

export default function EventsPanel({ source, spanId, body, raw, find }: PanelProps) {
  if (body.events.length === 0) return <Nothing title="No events" />;
  return body.events.map((event, number) =>
    event.attributes.map((attribute) => (
      <FieldValue
        key={`${number}/${attribute.key}`}
        {...{ source, spanId, raw, find }}
        field={`events/${number}/${attribute.key}`}
        value={attribute}
        label={`${event.name}: ${attribute.key}`}
        kind="event"
      />
    )),
  );
}
