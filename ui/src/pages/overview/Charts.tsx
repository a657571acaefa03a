import { useMemo } from 'react';
import type { Metric } from '../../api/metrics';
import type { Scope } from '../../api/types';
import { TimeChart } from '../../components/chart/TimeChart';
import { Failure } from '../../components/notice/Notice';
import { aligned } from '../../lib/chart/series';
import { cost, durationOfMillis, short } from '../../lib/format/format';
import { FAILED, type Links } from './links';
import { useMetrics } from './useMetrics';
import { everyStep, labelsOf, percent, type Steps } from './words';

interface ChartsProps {
  readonly scope: Scope;
  readonly steps: Steps;
  readonly links: Links;
}

/** Requests, latency, errors, tokens and cost over time. */
export function Charts({ scope, steps, links }: ChartsProps) {
  const { starts, seconds } = steps;
  const ask = (metric: Metric, ...aggregations: string[]) => ({
    ...scope,
    metric,
    aggregations,
    interval_seconds: seconds,
    max_results: 10_000,
  });
  const traces = useMetrics(ask('TRACE_COUNT', 'COUNT', 'ERROR_SHARE'));
  const latency = useMetrics(ask('LATENCY', 'P50', 'P90', 'P99'));
  const input = useMetrics(ask('INPUT_TOKENS', 'SUM'));
  const output = useMetrics(ask('OUTPUT_TOKENS', 'SUM'));
  const costs = useMetrics(ask('TRACE_COST', 'SUM'));
  const labels = useMemo(() => labelsOf(steps), [steps]);
  const counts = aligned(starts, traces.points, 'COUNT', 0);
  const shares = aligned(starts, traces.points, 'ERROR_SHARE', null);
  const failed = counts.map((all, i) => Math.round((all ?? 0) * (shares[i] ?? 0)));
  const at = (i: number) => starts[i] ?? 0;
  const shared = { labels, about: everyStep(steps) };
  const error = [traces, latency, input, output, costs].find((each) => each.error)?.error;
  if (error) return <Failure error={error} />;
  return (
    <>
      <TimeChart
        {...shared}
        title="Requests"
        kind="bars"
        colors={['--chart-1', '--error']}
        series={[
          { name: 'OK', values: counts.map((all, i) => (all ?? 0) - (failed[i] ?? 0)) },
          { name: 'Errors', values: failed },
        ]}
        format={short}
        linkOf={(i) => links.step(at(i), seconds)}
      />
      <TimeChart
        {...shared}
        title="Latency"
        kind="lines"
        series={['P50', 'P90', 'P99'].map((name) => ({
          name: name.toLowerCase(),
          values: aligned(starts, latency.points, name, null),
        }))}
        format={durationOfMillis}
        linkOf={(i) => links.step(at(i), seconds, undefined, { sort: 'duration_ms desc' })}
      />
      <TimeChart
        {...shared}
        title="Error share"
        kind="lines"
        colors={['--error']}
        series={[{ name: 'Errors', values: shares }]}
        format={percent}
        linkOf={(i) => links.step(at(i), seconds, FAILED)}
      />
      <TimeChart
        {...shared}
        title="Tokens"
        kind="bars"
        series={[
          { name: 'Input', values: aligned(starts, input.points, 'SUM', 0) },
          { name: 'Output', values: aligned(starts, output.points, 'SUM', 0) },
        ]}
        colors={['--chart-1', '--chart-2']}
        format={short}
        linkOf={(i) => links.step(at(i), seconds, undefined, { sort: 'tokens desc' })}
      />
      <TimeChart
        {...shared}
        title="Cost"
        kind="bars"
        colors={['--chart-3']}
        series={[{ name: 'US dollars', values: aligned(starts, costs.points, 'SUM', 0) }]}
        format={cost}
        linkOf={(i) => links.step(at(i), seconds, undefined, { sort: 'cost desc' })}
      />
    </>
  );
}
