import * as v from 'valibot';
import { ask } from './client';
import { Config, Experiment, Observed, TracePage, type Scope } from './types';

/** Questions to the server about many traces. Pages ask them through the query cache. */

const PREFIX = 'ui-api/1';

export const config = (signal?: AbortSignal) => ask(Config, 'config.json', { signal });

const Me = v.object({ may: v.array(v.string()) });

/** What the reader may do beside reading. */
export const me = (signal?: AbortSignal) => ask(Me, `${PREFIX}/me`, { signal });

export const experiments = async (signal?: AbortSignal): Promise<readonly Experiment[]> =>
  (await ask(v.object({ experiments: v.array(Experiment) }), `${PREFIX}/experiments`, { signal }))
    .experiments;

export interface TraceSearch extends Scope {
  readonly order_by?: readonly string[];
  readonly max_results?: number;
  readonly page_token?: string;
}

export const searchTraces = (search: TraceSearch, signal?: AbortSignal) =>
  ask(TracePage, `${PREFIX}/traces/search`, { body: search, signal });

export const countTraces = async (scope: Scope, signal?: AbortSignal): Promise<number> =>
  (await ask(v.object({ count: v.number() }), `${PREFIX}/traces/count`, { body: scope, signal }))
    .count;

const Histogram = v.object({
  bars: v.array(v.tuple([v.number(), v.number(), v.number()])),
  interval_seconds: v.number(),
});
type Histogram = v.InferOutput<typeof Histogram>;

export const histogram = (scope: Scope, intervalSeconds: number, signal?: AbortSignal) =>
  ask(Histogram, `${PREFIX}/traces/histogram`, {
    body: { ...scope, interval_seconds: intervalSeconds },
    signal,
  });

const Facets = v.object({
  facets: v.array(v.object({ field: v.string(), values: v.array(Observed) })),
});

export const facets = async (scope: Scope, fields: readonly string[], signal?: AbortSignal) =>
  (await ask(Facets, `${PREFIX}/traces/facets`, { body: { ...scope, fields }, signal })).facets;

export const observedKeys = async (
  experimentId: string,
  family: string,
  prefix: string,
  signal?: AbortSignal,
) => {
  const search = new URLSearchParams({ experiment_id: experimentId, family, prefix });
  const schema = v.object({ keys: v.array(Observed) });
  return (await ask(schema, `${PREFIX}/keys?${search.toString()}`, { signal })).keys;
};

export const observedValues = async (
  experimentId: string,
  field: string,
  prefix: string,
  signal?: AbortSignal,
) => {
  const search = new URLSearchParams({ experiment_id: experimentId, field, prefix });
  const schema = v.object({ values: v.array(Observed) });
  return (await ask(schema, `${PREFIX}/values?${search.toString()}`, { signal })).values;
};

const Resolved = v.object({
  trace_id: v.string(),
  experiment_id: v.string(),
  span_id: v.optional(v.nullable(v.string()), null),
});

/** The trace of an id in any form. */
export const resolveId = (id: string, signal?: AbortSignal) =>
  ask(Resolved, `${PREFIX}/resolve?id=${encodeURIComponent(id)}`, { signal });
