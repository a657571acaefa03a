import { Link } from 'wouter';
import type { Metric } from '../../api/metrics';
import type { Scope } from '../../api/types';
import { Failure } from '../../components/notice/Notice';
import { delta, shareWords, signed } from '../../lib/diff/delta';
import { cost, count, durationOfMillis, short } from '../../lib/format/format';
import { FAILED, type Links } from './links';
import styles from './OverviewPage.module.css';
import { percent } from './words';
import { useMetrics } from './useMetrics';

interface TotalsProps {
  readonly scope: Scope;
  /** The time before; null when there is none to compare with. */
  readonly before: Scope | null;
  readonly links: Links;
}

/** The figures of all of the time, and how they stand to the time before. */
export function Totals({ scope, before, links }: TotalsProps) {
  const now = useFigures(scope);
  const then = useFigures(before);
  const cards: readonly CardProps[] = [
    {
      name: 'Requests',
      value: now.count,
      before: then.count,
      format: count,
      link: links.traces(),
      worse: null,
    },
    {
      name: 'Error share',
      value: now.errors,
      before: then.errors,
      format: percent,
      link: links.traces(FAILED),
      worse: 'more',
      inPoints: true,
    },
    {
      name: 'Latency p50',
      value: now.p50,
      before: then.p50,
      format: durationOfMillis,
      link: links.traces(),
      worse: 'more',
    },
    {
      name: 'Latency p99',
      value: now.p99,
      before: then.p99,
      format: durationOfMillis,
      link: links.traces(undefined, { sort: 'duration_ms desc' }),
      worse: 'more',
    },
    {
      name: 'Tokens',
      value: now.tokens,
      before: then.tokens,
      format: short,
      link: links.traces(undefined, { sort: 'tokens desc' }),
      worse: null,
    },
    {
      name: 'Cost',
      value: now.cost,
      before: then.cost,
      format: cost,
      link: links.traces(undefined, { sort: 'cost desc' }),
      worse: 'more',
    },
  ];
  if (now.error) return <Failure error={now.error} />;
  return (
    <section className={styles['totals']} aria-label="Totals">
      {cards.map((card) => (
        <Card key={card.name} {...card} compared={before !== null} />
      ))}
    </section>
  );
}

interface CardProps {
  readonly name: string;
  readonly value: number | null;
  readonly before: number | null;
  readonly format: (value: number) => string;
  readonly link: string;
  /** Which way is worse; null when neither is. */
  readonly worse: 'more' | null;
  /** Whether it is a share, whose change is told in percentage points. */
  readonly inPoints?: boolean;
}

function Card(props: CardProps & { readonly compared: boolean }) {
  const { name, value, before, format, link, worse, inPoints, compared } = props;
  const change = delta(before, value);
  // Less than half a percent is not worth a colour.
  const small = change === null || Math.abs(change.share ?? change.by) < 0.005;
  const tone = worse === null || change === null || small ? 'same' : change.by > 0 ? 'bad' : 'good';
  return (
    <Link href={link} className={styles['total']}>
      <span className={styles['totalName']}>{name}</span>
      <strong>{value === null ? '–' : format(value)}</strong>
      {compared && (
        <span className={styles['change']} data-tone={tone}>
          {change === null
            ? 'nothing to compare with'
            : `${inPoints ? points(change.by) : change.share === null ? signed(change.by, format) : shareWords(change.share)} from ${format(before ?? 0)}`}
        </span>
      )}
    </Link>
  );
}

function points(by: number): string {
  return `${signed(Number((by * 100).toFixed(1)), String)} points`;
}

function useFigures(scope: Scope | null) {
  const ask = (metric: Metric, ...aggregations: string[]) =>
    scope && { ...scope, metric, aggregations };
  const traces = useMetrics(ask('TRACE_COUNT', 'COUNT', 'ERROR_SHARE'));
  const latency = useMetrics(ask('LATENCY', 'P50', 'P99'));
  const tokens = useMetrics(ask('TOTAL_TOKENS', 'SUM'));
  const costs = useMetrics(ask('TRACE_COST', 'SUM'));
  const value = (answer: typeof traces, figure: string) => answer.points[0]?.values[figure] ?? null;
  return {
    error: [traces, latency, tokens, costs].find((each) => each.error)?.error ?? null,
    count: value(traces, 'COUNT') ?? (traces.ready ? 0 : null),
    errors: value(traces, 'ERROR_SHARE'),
    p50: value(latency, 'P50'),
    p99: value(latency, 'P99'),
    tokens: value(tokens, 'SUM'),
    cost: value(costs, 'SUM'),
  };
}
