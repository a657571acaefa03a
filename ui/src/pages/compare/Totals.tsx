import { ArrowLeftRight, ExternalLink } from 'lucide-react';
import { Link } from 'wouter';
import { StateBadge } from '../../components/badge/Badge';
import { Button, IconButton } from '../../components/button/Button';
import { CopyButton } from '../../components/copy/CopyButton';
import { errorsOf } from '../../lib/diff/changes';
import { delta } from '../../lib/diff/delta';
import { cost, count, dateTime, durationOfMillis } from '../../lib/format/format';
import { toTrace } from '../../lib/urls/paths';
import { DeltaText } from './DeltaText';
import styles from './Totals.module.css';
import type { Side } from './useSide';

interface TotalsProps {
  readonly a: Side;
  readonly b: Side;
  readonly onSwap: () => void;
  readonly onChoose: (side: 'a' | 'b') => void;
}

/** Which traces they are, and how their totals differ. */
export function Totals({ a, b, onSwap, onChoose }: TotalsProps) {
  return (
    <header className={styles['totals']}>
      <div className={styles['sides']}>
        <SideCard letter="A" side={a} onChoose={() => onChoose('a')} />
        <IconButton label="Swap A and B" shortcut="x" onPress={onSwap}>
          <ArrowLeftRight size={16} />
        </IconButton>
        <SideCard letter="B" side={b} onChoose={() => onChoose('b')} />
      </div>
      <div className={styles['scroll']}>
        <table className={styles['table']}>
          <caption className="visually-hidden">Totals of both traces</caption>
          <thead>
            <tr>
              <th scope="col">Trace</th>
              {figures.map(({ name }) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            <tr>
              <th scope="row">A</th>
              {figures.map(({ name, of, format }) => (
                <td key={name}>{words(of(a), format)}</td>
              ))}
            </tr>
            <tr>
              <th scope="row">B</th>
              {figures.map(({ name, of, format }) => (
                <td key={name}>{words(of(b), format)}</td>
              ))}
            </tr>
            <tr>
              <th scope="row">B − A</th>
              {figures.map(({ name, of, format, matters }) => (
                <td key={name}>
                  <DeltaText delta={delta(of(a), of(b))} format={format} matters={matters} />
                </td>
              ))}
            </tr>
          </tbody>
        </table>
      </div>
    </header>
  );
}

interface Figure {
  readonly name: string;
  readonly of: (side: Side) => number | null;
  readonly format: (value: number) => string;
  readonly matters: boolean;
}

const figures: readonly Figure[] = [
  {
    name: 'Duration',
    of: ({ head }) => head?.info.duration_ms ?? null,
    format: durationOfMillis,
    matters: true,
  },
  {
    name: 'Tokens',
    of: ({ head }) => head?.info.tokens?.total ?? null,
    format: count,
    matters: true,
  },
  { name: 'Cost', of: ({ head }) => head?.info.cost?.total ?? null, format: cost, matters: true },
  { name: 'Spans', of: ({ skeleton }) => skeleton?.count ?? null, format: count, matters: false },
  {
    name: 'Errors',
    of: ({ skeleton }) => (skeleton ? errorsOf(skeleton) : null),
    format: count,
    matters: true,
  },
];

function words(value: number | null, format: (value: number) => string): string {
  return value === null ? '–' : format(value);
}

interface SideCardProps {
  readonly letter: string;
  readonly side: Side;
  readonly onChoose: () => void;
}

function SideCard({ letter, side, onChoose }: SideCardProps) {
  const info = side.head?.info;
  return (
    <section className={styles['side']} aria-label={`Trace ${letter}`}>
      <span className={styles['letter']}>{letter}</span>
      <div className={styles['who']}>
        <div className={styles['line']}>
          {info ? (
            <Link
              href={toTrace(info.experiment_id, info.trace_id)}
              className={styles['name']}
              title="Open the trace"
            >
              {info.name ?? info.trace_id}
              <ExternalLink size={12} aria-hidden="true" />
            </Link>
          ) : (
            <span className={styles['name']}>{side.id || 'No trace chosen'}</span>
          )}
          {info && <StateBadge state={info.state} />}
        </div>
        {info && (
          <div className={styles['facts']}>
            <span>{dateTime(info.time_ms)}</span>
            <code className={styles['id']} title={info.trace_id}>
              {info.trace_id}
            </code>
            <CopyButton label="Copy trace id" text={info.trace_id} />
          </div>
        )}
      </div>
      <Button onPress={onChoose}>{side.id ? 'Change' : 'Choose'}</Button>
    </section>
  );
}
