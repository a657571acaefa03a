import { Link } from 'wouter';
import type { MetricPoint } from '../../api/metrics';
import type { Scope } from '../../api/types';
import { Failure } from '../../components/notice/Notice';
import { cost, count, durationOfMillis } from '../../lib/format/format';
import type { Links } from './links';
import { TableCard } from './TableCard';
import { useMetrics } from './useMetrics';
import { percent } from './words';

interface CardProps {
  readonly scope: Scope;
  readonly links: Links;
}

const SHOWN = 10;
const MOST = 1000;

/** The names of traces that are seen most. */
export function NamesCard({ scope, links }: CardProps) {
  const dimensions = ['trace_name'];
  const counts = useMetrics({
    ...scope,
    metric: 'TRACE_COUNT',
    aggregations: ['COUNT', 'ERROR_SHARE'],
    dimensions,
    max_results: MOST,
  });
  const latency = useMetrics({
    ...scope,
    metric: 'LATENCY',
    aggregations: ['P50', 'P99'],
    dimensions,
    max_results: MOST,
  });
  const rows = most(counts.points);
  if (counts.error) return <Failure error={counts.error} />;
  if (rows.length === 0) return null;
  const times = by(latency.points, 'trace_name');
  return (
    <TableCard
      title="Traces by name"
      more={counts.more}
      note={noteOf(counts.points.length)}
      columns={['Name', 'Requests', 'Errors', 'p50', 'p99']}
    >
      {rows.map((row) => {
        const name = row.dimensions['trace_name'] ?? '';
        const time = times.get(name);
        return (
          <tr key={name}>
            <th scope="row" title={name}>
              <Link href={links.named(name)}>{name || 'without a name'}</Link>
            </th>
            <td>{count(row.values['COUNT'] ?? 0)}</td>
            <td>{percent(row.values['ERROR_SHARE'] ?? 0)}</td>
            <td>{durationOfMillis(time?.['P50'] ?? null)}</td>
            <td>{durationOfMillis(time?.['P99'] ?? null)}</td>
          </tr>
        );
      })}
    </TableCard>
  );
}

/** Calls of tools: spans of the type TOOL, by their names. */
export function ToolsCard({ scope, links }: CardProps) {
  const dimensions = ['span_name', 'span_type'];
  const counts = useMetrics({
    ...scope,
    metric: 'SPAN_COUNT',
    aggregations: ['COUNT', 'ERROR_SHARE'],
    dimensions,
    max_results: MOST,
  });
  const latency = useMetrics({
    ...scope,
    metric: 'SPAN_LATENCY',
    aggregations: ['P50', 'P99'],
    dimensions,
    max_results: MOST,
  });
  const tools = counts.points.filter(isTool);
  const rows = most(tools);
  if (counts.error) return <Failure error={counts.error} />;
  if (rows.length === 0) return null;
  const times = by(latency.points.filter(isTool), 'span_name');
  return (
    <TableCard
      title="Tools"
      more={counts.more}
      note={noteOf(tools.length)}
      columns={['Tool', 'Calls', 'Errors', 'p50', 'p99']}
    >
      {rows.map((row) => {
        const name = row.dimensions['span_name'] ?? '';
        const share = row.values['ERROR_SHARE'] ?? 0;
        const time = times.get(name);
        return (
          <tr key={name}>
            <th scope="row" title={name}>
              <Link href={links.tool(name, false)}>{name || 'without a name'}</Link>
            </th>
            <td>{count(row.values['COUNT'] ?? 0)}</td>
            <td>
              {share > 0 ? <Link href={links.tool(name, true)}>{percent(share)}</Link> : percent(0)}
            </td>
            <td>{durationOfMillis(time?.['P50'] ?? null)}</td>
            <td>{durationOfMillis(time?.['P99'] ?? null)}</td>
          </tr>
        );
      })}
    </TableCard>
  );
}

/** Calls of models, by what spans say of the model. */
export function ModelsCard({ scope, links }: CardProps) {
  const dimensions = ['span_model_name'];
  const ask = { ...scope, dimensions, max_results: MOST };
  const counts = useMetrics({
    ...ask,
    metric: 'SPAN_COUNT',
    aggregations: ['COUNT', 'ERROR_SHARE'],
  });
  const latency = useMetrics({ ...ask, metric: 'SPAN_LATENCY', aggregations: ['P50', 'P99'] });
  const tokens = useMetrics({ ...ask, metric: 'SPAN_TOTAL_TOKENS', aggregations: ['SUM'] });
  const costs = useMetrics({ ...ask, metric: 'TOTAL_COST', aggregations: ['SUM'] });
  const rows = most(counts.points);
  if (counts.error) return <Failure error={counts.error} />;
  if (rows.length === 0) return null;
  const times = by(latency.points, 'span_model_name');
  const used = by(tokens.points, 'span_model_name');
  const paid = by(costs.points, 'span_model_name');
  return (
    <TableCard
      title="Models"
      more={counts.more}
      note={noteOf(counts.points.length)}
      columns={['Model', 'Calls', 'Errors', 'p50', 'p99', 'Tokens', 'Cost']}
    >
      {rows.map((row) => {
        const name = row.dimensions['span_model_name'] ?? '';
        const sum = used.get(name)?.['SUM'];
        return (
          <tr key={name}>
            <th scope="row" title={name}>
              <Link href={links.model(name)}>{name}</Link>
            </th>
            <td>{count(row.values['COUNT'] ?? 0)}</td>
            <td>{percent(row.values['ERROR_SHARE'] ?? 0)}</td>
            <td>{durationOfMillis(times.get(name)?.['P50'] ?? null)}</td>
            <td>{durationOfMillis(times.get(name)?.['P99'] ?? null)}</td>
            <td>{typeof sum === 'number' ? count(sum) : '–'}</td>
            <td>{cost(paid.get(name)?.['SUM'] ?? null)}</td>
          </tr>
        );
      })}
    </TableCard>
  );
}

function isTool(point: MetricPoint): boolean {
  return point.dimensions['span_type'] === 'TOOL';
}

function most(points: readonly MetricPoint[]): readonly MetricPoint[] {
  return points
    .toSorted((x, y) => (y.values['COUNT'] ?? 0) - (x.values['COUNT'] ?? 0))
    .slice(0, SHOWN);
}

function by(points: readonly MetricPoint[], dimension: string) {
  return new Map(points.map((point) => [point.dimensions[dimension] ?? '', point.values]));
}

function noteOf(all: number): string | undefined {
  return all > SHOWN ? `The ${SHOWN} most frequent of ${count(all)}.` : undefined;
}
