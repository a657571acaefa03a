import type { TraceSource } from '../api/source';
import type { SpanBody, TraceHead, TraceRow, Value } from '../api/types';
import type { Skeleton } from '../lib/skeleton/skeleton';

/** A trace of one span, for tests of what shows a span. */

export const SPAN_ID = '00000000000000ab';

export function valueOf(value: unknown): Value {
  const json = typeof value !== 'string';
  const text = json ? JSON.stringify(value) : value;
  return { bytes: new TextEncoder().encode(text).length, json, text, cut: false };
}

export function bodyOf(change: Partial<SpanBody> = {}): SpanBody {
  return {
    trace_id: 'tr-1',
    span_id: SPAN_ID,
    parent_id: null,
    name: 'answer',
    type: 'UNKNOWN',
    status: { code: 'OK', message: null },
    start_ns: '1700000000000000000',
    end_ns: '1700000001000000000',
    inputs: null,
    outputs: null,
    attributes: [],
    events: [],
    links: [],
    ...change,
  };
}

export const attributesOf = (fields: Readonly<Record<string, unknown>>) =>
  Object.entries(fields).map(([key, value]) => ({ key, ...valueOf(value) }));

/** A row of the table, of a trace that ended well. */
export const rowOf = (change: Partial<TraceRow> = {}): TraceRow => ({
  trace_id: 'tr-1',
  experiment_id: '0',
  name: 'answer',
  state: 'OK',
  time_ms: 1_700_000_000_000,
  duration_ms: 1000,
  request: null,
  response: null,
  tokens: null,
  cost: null,
  session: null,
  user: null,
  client_request_id: null,
  span_count: 1,
  tags: {},
  metadata: {},
  assessments: [],
  ...change,
});

export const headOf = (change: Partial<TraceRow> = {}): TraceHead => ({
  info: rowOf(change),
  revision: '1',
  stored_spans: 1,
  said_spans: 1,
  stalled: false,
});

export function skeletonOf(body: SpanBody): Skeleton {
  const failed = body.status.code === 'ERROR';
  return {
    traceId: body.trace_id,
    experimentId: '0',
    state: failed ? 'ERROR' : 'OK',
    revision: '1',
    startNs: BigInt(body.start_ns),
    count: 1,
    loaded: 1,
    complete: true,
    words: ['', body.name, 'gpt-4o'],
    types: [body.type ?? 'UNKNOWN'],
    id: BigUint64Array.of(BigInt('0x' + body.span_id)),
    start: Float64Array.of(0),
    duration: Float64Array.of(body.end_ns === null ? Number.NaN : 1e9),
    parent: Int32Array.of(-1),
    name: Uint32Array.of(1),
    cost: Float32Array.of(0.0042),
    inputTokens: Int32Array.of(1234),
    outputTokens: Int32Array.of(56),
    model: Uint16Array.of(2),
    type: Uint8Array.of(0),
    status: Uint8Array.of(failed ? 2 : 1),
  };
}

/** @param wholes the whole texts of values that the body has but the beginning of */
export function sourceOf(
  body: SpanBody,
  wholes: Readonly<Record<string, string>> = {},
): TraceSource {
  return {
    key: 'tr-1',
    writable: true,
    head: () => Promise.resolve(headOf()),
    skeleton: () => Promise.resolve(skeletonOf(body)),
    span: () => Promise.resolve(body),
    value: (_, field) => Promise.resolve(wholes[field] ?? ''),
    bytes: (_, field, [from, to]) =>
      Promise.resolve(new TextEncoder().encode(wholes[field]).slice(from, to)),
    find: () => Promise.resolve({ spans: [], matches: 0, searched: 0, complete: true }),
  };
}
