import type { PanelProps } from '../panel';
import { loadWhole } from '../value/wholeValue';
import { Exception } from './Exception';
import styles from './Events.module.css';

/** The exceptions of a span that failed: what one looks for first. */
export default function Exceptions({ source, spanId, body, find }: PanelProps) {
  return (
    <section aria-label="Exceptions" className={styles['failures']}>
      {body.events.map(
        (event, number) =>
          event.name === 'exception' && (
            <Exception
              // oxlint-disable-next-line react/no-array-index-key -- events are named by their place
              key={number}
              event={event}
              find={find}
              whole={async (key) => {
                const value = event.attributes.find((one) => one.key === key);
                return value
                  ? loadWhole(source, spanId, `events/${number}/${key}`, value, () => {})
                  : '';
              }}
            />
          ),
      )}
    </section>
  );
}
