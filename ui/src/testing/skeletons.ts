import { NO_TYPE, type Skeleton } from '../lib/skeleton/skeleton';

export interface TestSpan {
  readonly parent: number;
  readonly name: string;
  readonly type?: string;
  readonly status?: number;
  /** Nanoseconds. */
  readonly duration?: number;
}

/** A skeleton of these spans in this order; parents are places. */
export function skeletonOfSpans(spans: readonly TestSpan[]): Skeleton {
  const n = spans.length;
  const words = ['', ...new Set(spans.map((span) => span.name))];
  const types = [...new Set(spans.flatMap((span) => (span.type ? [span.type] : [])))];
  const places = new Map(words.map((word, place) => [word, place]));
  return {
    traceId: 'tr-test',
    experimentId: '0',
    state: 'OK',
    revision: '1',
    startNs: 0n,
    count: n,
    loaded: n,
    complete: true,
    words,
    types,
    id: BigUint64Array.from(spans, (_, i) => BigInt(i + 1)),
    start: Float64Array.from(spans, (_, i) => i * 1e6),
    duration: Float64Array.from(spans, (span) => span.duration ?? 1e6),
    parent: Int32Array.from(spans, (span) => span.parent),
    name: Uint32Array.from(spans, (span) => places.get(span.name) ?? 0),
    cost: new Float32Array(n).fill(Number.NaN),
    inputTokens: new Int32Array(n).fill(-1),
    outputTokens: new Int32Array(n).fill(-1),
    model: new Uint16Array(n),
    type: Uint8Array.from(spans, (span) => (span.type ? types.indexOf(span.type) : NO_TYPE)),
    status: Uint8Array.from(spans, (span) => span.status ?? 1),
  };
}
