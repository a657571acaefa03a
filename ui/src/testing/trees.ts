import { NO_TYPE, ROOT, type Skeleton } from '../lib/skeleton/skeleton';

export interface GivenSpan {
  /** The place of the parent; a root without. */
  readonly parent?: number;
  readonly name?: string;
  readonly type?: string;
  readonly status?: number;
  /** Milliseconds after the start of the trace. */
  readonly start?: number;
  /** Milliseconds; NaN while it runs. */
  readonly duration?: number;
  readonly input?: number;
  readonly output?: number;
  readonly cost?: number;
  /** The number that is its id; its place and one without. */
  readonly id?: number;
}

/** A skeleton of these spans, in this order. */
export function skeletonOf(spans: readonly GivenSpan[], more: Partial<Skeleton> = {}): Skeleton {
  const n = spans.length;
  const names = spans.map((span, place) => span.name ?? `span ${place}`);
  const words = ['', ...new Set(names)];
  const placeOfWord = new Map(words.map((word, place) => [word, place]));
  const types = [...new Set(spans.flatMap((span) => (span.type ? [span.type] : [])))];
  return {
    traceId: 'tr-1',
    experimentId: '0',
    state: 'OK',
    revision: String(n),
    startNs: 1_700_000_000_000_000_000n,
    count: n,
    loaded: n,
    complete: true,
    words,
    types,
    id: BigUint64Array.from(spans, (span, place) => BigInt(span.id ?? place + 1)),
    start: Float64Array.from(spans, (span) => (span.start ?? 0) * 1e6),
    duration: Float64Array.from(spans, (span) => (span.duration ?? 1) * 1e6),
    parent: Int32Array.from(spans, (span) => span.parent ?? ROOT),
    name: Uint32Array.from(names, (name) => placeOfWord.get(name) ?? 0),
    cost: Float32Array.from(spans, (span) => span.cost ?? Number.NaN),
    inputTokens: Int32Array.from(spans, (span) => span.input ?? -1),
    outputTokens: Int32Array.from(spans, (span) => span.output ?? -1),
    model: new Uint16Array(n),
    type: Uint8Array.from(spans, (span) => (span.type ? types.indexOf(span.type) : NO_TYPE)),
    status: Uint8Array.from(spans, (span) => span.status ?? 1),
    ...more,
  };
}

/** A trace of so many spans: one root, steps below it, calls below those; each five levels deep at most. */
export function largeSkeleton(count: number): Skeleton {
  const types = ['AGENT', 'CHAIN', 'LLM', 'TOOL', 'RETRIEVER'];
  return skeletonOf(
    Array.from({ length: count }, (_, place) => {
      const parent = place === 0 ? ROOT : Math.floor((place - 1) / 12);
      return {
        parent,
        name: `step ${place % 500}`,
        type: types[place % types.length] ?? 'LLM',
        status: place % 97 === 0 ? 2 : 1,
        start: place * 0.01,
        duration: Math.max(0.02, (count - place) * 0.005),
        input: place % 5 === 2 ? 100 : -1,
        output: place % 5 === 2 ? 20 : -1,
        cost: place % 5 === 2 ? 0.001 : Number.NaN,
      };
    }),
  );
}
