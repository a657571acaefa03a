import { Awaiting, lazily } from '../../../components/lazily/lazily';
import type { TraceSource, ValueField } from '../../../api/source';
import type { Value } from '../../../api/types';
import { Button } from '../../../components/button/Button';
import { CopyButton } from '../../../components/copy/CopyButton';
import { Failure, Loading } from '../../../components/notice/Notice';
import { usePreference } from '../../../components/usePreference';
import { bytes } from '../../../lib/format/format';
import { FORMATS, type Format, formatOf, isJson } from './format';
import styles from './FieldValue.module.css';
import { useWhole } from './useWhole';

const JsonView = lazily(() => import('../../../components/json-view/JsonView'));
const TextView = lazily(() => import('../../../components/text/TextView'));
const Markdown = lazily(() => import('../../../components/markdown/Markdown'));

interface FieldValueProps {
  readonly source: TraceSource;
  readonly spanId: string;
  readonly field: ValueField;
  readonly value: Value;
  /** What it is, such as `Inputs`. */
  readonly label: string;
  /** What the choice of JSON, text or Markdown is remembered for. */
  readonly kind: string;
  readonly raw: boolean;
  readonly find: string;
  /** Where its name stands already. */
  readonly compact?: boolean;
}

/** One value of a span with what can be done with it: choose how it is shown, load the rest, copy. */
export function FieldValue(props: FieldValueProps) {
  const { source, spanId, field, value, label, kind, raw, find, compact } = props;
  const json = isJson(value);
  const [chosen, choose] = usePreference<Format | null>(
    `detail.format.${kind}.${json ? 'json' : 'text'}`,
    null,
  );
  const whole = useWhole(source, spanId, field, value);
  const format = raw ? 'text' : formatOf(json, chosen);
  return (
    <section className={styles['value']} aria-label={label}>
      <header className={styles['bar']} data-compact={compact}>
        {!compact && <h3>{label}</h3>}
        <span className={styles['size']}>{bytes(value.bytes)}</span>
        <span className={styles['space']} />
        {!raw && (
          <span className={styles['formats']} role="group" aria-label={`Show ${label} as`}>
            {FORMATS.map(({ id, name }) => (
              <Button key={id} look="quiet" pressed={id === format} onPress={() => choose(id)}>
                {name}
              </Button>
            ))}
          </span>
        )}
        <CopyButton label={`Copy ${label}`} text={whole.load} />
      </header>
      {!whole.complete && <CutNotice value={value} whole={whole} />}
      <Awaiting fallback={<Loading what={label} />}>
        <Shown text={whole.text} format={format} find={find} label={label} cut={!whole.complete} />
      </Awaiting>
    </section>
  );
}

function CutNotice({
  value,
  whole,
}: {
  readonly value: Value;
  readonly whole: ReturnType<typeof useWhole>;
}) {
  if (whole.error) {
    return <Failure error={whole.error} onRetry={() => void whole.load().catch(() => {})} />;
  }
  if (whole.loaded !== null) {
    return (
      <div className={styles['cut']} role="status">
        <progress aria-label="Loaded" value={whole.loaded} max={value.bytes} />
        {bytes(whole.loaded)} of {bytes(value.bytes)}
        <Button onPress={whole.cancel}>Stop</Button>
      </div>
    );
  }
  return (
    <div className={styles['cut']}>
      The first {bytes(new TextEncoder().encode(value.text).length)} of {bytes(value.bytes)}.
      <Button onPress={() => void whole.load().catch(() => {})}>Load all</Button>
    </div>
  );
}

interface ShownProps {
  readonly text: string;
  readonly format: Format;
  readonly find: string;
  readonly label: string;
  readonly cut: boolean;
}

function Shown({ text, format, find, label, cut }: ShownProps) {
  if (format === 'json') return <JsonView text={text} find={find} label={label} cut={cut} />;
  if (format === 'markdown') return <Markdown text={text} find={find} />;
  return <TextView text={text} find={find} label={label} />;
}
