import * as v from 'valibot';

/** What docs/spec/ui-api.md says that the server answers; parsed once, where it comes in. */

const nullable = <T extends v.GenericSchema>(schema: T) => v.optional(v.nullable(schema), null);

const Tokens = v.object({
  input: v.number(),
  output: v.number(),
  total: v.number(),
  cache_read: nullable(v.number()),
  cache_creation: nullable(v.number()),
});

const Cost = v.object({ input: v.number(), output: v.number(), total: v.number() });

export const Assessment = v.looseObject({
  assessment_id: v.string(),
  assessment_name: v.string(),
  trace_id: v.optional(v.string(), ''),
  span_id: nullable(v.string()),
  source: nullable(
    v.looseObject({ source_type: v.string(), source_id: v.optional(v.string(), '') }),
  ),
  create_time: nullable(v.string()),
  last_update_time: nullable(v.string()),
  feedback: nullable(
    v.looseObject({
      value: v.optional(v.unknown()),
      error: v.optional(v.unknown()),
    }),
  ),
  expectation: nullable(
    v.looseObject({
      value: v.optional(v.unknown()),
      serialized_value: v.optional(v.unknown()),
    }),
  ),
  rationale: nullable(v.string()),
  metadata: v.optional(v.record(v.string(), v.string()), {}),
  overrides: nullable(v.string()),
  valid: v.optional(v.boolean(), true),
});
export type Assessment = v.InferOutput<typeof Assessment>;

export const TraceRow = v.object({
  trace_id: v.string(),
  experiment_id: v.string(),
  name: nullable(v.string()),
  state: v.string(),
  time_ms: v.number(),
  duration_ms: nullable(v.number()),
  request: nullable(v.string()),
  response: nullable(v.string()),
  tokens: nullable(Tokens),
  cost: nullable(Cost),
  session: nullable(v.string()),
  user: nullable(v.string()),
  client_request_id: nullable(v.string()),
  span_count: nullable(v.number()),
  tags: v.record(v.string(), v.string()),
  metadata: v.record(v.string(), v.string()),
  assessments: v.array(Assessment),
});
export type TraceRow = v.InferOutput<typeof TraceRow>;

export const TracePage = v.object({
  traces: v.array(TraceRow),
  next_page_token: nullable(v.string()),
});
export type TracePage = v.InferOutput<typeof TracePage>;

export const TraceHead = v.object({
  info: TraceRow,
  revision: v.string(),
  stored_spans: v.number(),
  said_spans: nullable(v.number()),
  stalled: v.boolean(),
});
export type TraceHead = v.InferOutput<typeof TraceHead>;

export const Value = v.object({
  bytes: v.number(),
  json: v.boolean(),
  text: v.string(),
  cut: v.boolean(),
});
export type Value = v.InferOutput<typeof Value>;

export const Attribute = v.object({ key: v.string(), ...Value.entries });
export type Attribute = v.InferOutput<typeof Attribute>;

export const SpanEvent = v.object({
  name: v.string(),
  time_ns: v.string(),
  attributes: v.array(Attribute),
});
export type SpanEvent = v.InferOutput<typeof SpanEvent>;

export const SpanLink = v.object({
  trace_id: v.string(),
  span_id: v.string(),
  attributes: v.optional(v.record(v.string(), v.unknown()), {}),
});
export type SpanLink = v.InferOutput<typeof SpanLink>;

export const SpanBody = v.object({
  trace_id: v.string(),
  span_id: v.string(),
  parent_id: nullable(v.string()),
  name: v.string(),
  type: nullable(v.string()),
  status: v.object({ code: v.string(), message: nullable(v.string()) }),
  start_ns: v.string(),
  end_ns: nullable(v.string()),
  inputs: nullable(Value),
  outputs: nullable(Value),
  attributes: v.optional(v.array(Attribute), []),
  events: v.optional(v.array(SpanEvent), []),
  links: v.optional(v.array(SpanLink), []),
});
export type SpanBody = v.InferOutput<typeof SpanBody>;

export const Found = v.object({
  spans: v.array(
    v.object({ span_id: v.string(), matches: v.number(), fields: v.array(v.string()) }),
  ),
  matches: v.number(),
  searched: v.number(),
  complete: v.boolean(),
});
export type Found = v.InferOutput<typeof Found>;

export const Experiment = v.object({
  experiment_id: v.string(),
  name: v.string(),
  last_update_ms: nullable(v.number()),
  traces: nullable(v.number()),
  lifecycle_stage: v.optional(v.string(), 'active'),
  tags: v.optional(v.record(v.string(), v.string()), {}),
});
export type Experiment = v.InferOutput<typeof Experiment>;

export const Config = v.object({
  version: v.string(),
  tokens: v.boolean(),
  base: v.string(),
  engine: v.string(),
});
export type Config = v.InferOutput<typeof Config>;

export const Observed = v.object({ value: v.string(), traces: v.number() });
export type Observed = v.InferOutput<typeof Observed>;

/** Which traces: of these experiments, of which the filter is true, started in that time. */
export interface Scope {
  readonly experiment_ids: readonly string[];
  readonly filter?: string;
  readonly from_ms?: number;
  readonly to_ms?: number;
}
