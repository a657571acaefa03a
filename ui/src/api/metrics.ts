import * as v from 'valibot';
import { ask } from './client';
import type { Scope } from './types';

const MetricPoint = v.object({
  time_ms: v.optional(v.nullable(v.number()), null),
  dimensions: v.optional(v.record(v.string(), v.string()), {}),
  values: v.record(v.string(), v.nullable(v.number())),
});
export type MetricPoint = v.InferOutput<typeof MetricPoint>;

/** As `MetricsQuery` has them. */
export type Metric =
  | 'TRACE_COUNT'
  | 'LATENCY'
  | 'INPUT_TOKENS'
  | 'OUTPUT_TOKENS'
  | 'TOTAL_TOKENS'
  | 'TRACE_COST'
  | 'SPAN_COUNT'
  | 'SPAN_LATENCY'
  | 'SPAN_TOTAL_TOKENS'
  | 'TOTAL_COST'
  | 'ASSESSMENT_COUNT'
  | 'ASSESSMENT_VALUE';

export interface MetricsQuestion extends Scope {
  readonly metric: Metric;
  /** `COUNT`, `SUM`, `AVG`, `P50`, `ERROR_SHARE`, … */
  readonly aggregations: readonly string[];
  readonly dimensions?: readonly string[];
  readonly interval_seconds?: number;
  readonly max_results?: number;
}

const Answer = v.object({
  points: v.array(MetricPoint),
  /** Whether there are more than were asked for. */
  more: v.optional(v.boolean(), false),
});
export type MetricAnswer = v.InferOutput<typeof Answer>;

/** Figures over many traces, by time and by dimensions. */
export const metrics = (question: MetricsQuestion, signal?: AbortSignal) =>
  ask(Answer, 'ui-api/1/metrics', { body: question, signal });
