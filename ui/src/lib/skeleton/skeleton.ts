/** A trace without payloads, a column for each fact: see docs/spec/ui-api.md. */
export interface Skeleton {
  readonly traceId: string;
  readonly experimentId: string;
  readonly state: string;
  readonly revision: string;
  /** Nanoseconds since 1970 that `start` counts from. */
  readonly startNs: bigint;
  /** How many spans there are; the columns are that long. */
  readonly count: number;
  /** How many of them have come: places behind are empty. */
  readonly loaded: number;
  /** Whether all have come, and the end was said. */
  readonly complete: boolean;
  readonly words: readonly string[];
  readonly types: readonly string[];
  readonly id: BigUint64Array;
  /** Nanoseconds after `startNs`. */
  readonly start: Float64Array;
  /** Nanoseconds; NaN while the span runs. */
  readonly duration: Float64Array;
  /** The place of the parent; `ROOT` or `MISSING` when there is none. */
  readonly parent: Int32Array;
  /** A place in `words`. */
  readonly name: Uint32Array;
  /** US dollars; NaN when unknown. */
  readonly cost: Float32Array;
  /** -1 when unknown. */
  readonly inputTokens: Int32Array;
  /** -1 when unknown. */
  readonly outputTokens: Int32Array;
  /** A place in `words`; 0 when unknown. */
  readonly model: Uint16Array;
  /** A place in `types`; 255 without one. */
  readonly type: Uint8Array;
  readonly status: Uint8Array;
}

export const ROOT = -1;
export const MISSING = -2;
export const NO_TYPE = 255;

export const Status = { unset: 0, ok: 1, error: 2 } as const;

/** The 16 hex digits of a span. */
export function spanIdAt(skeleton: Skeleton, place: number): string {
  return (skeleton.id[place] ?? 0n).toString(16).padStart(16, '0');
}

/** The place of a span; -1 when there is none of that id. */
export function placeOf(skeleton: Skeleton, spanId: string): number {
  return /^[0-9a-f]{16}$/.test(spanId) ? skeleton.id.indexOf(BigInt('0x' + spanId)) : -1;
}

export function nameAt(skeleton: Skeleton, place: number): string {
  return skeleton.words[skeleton.name[place] ?? 0] ?? '';
}

export function modelAt(skeleton: Skeleton, place: number): string {
  return skeleton.words[skeleton.model[place] ?? 0] ?? '';
}

/** MLflow's type, such as `LLM`; `UNKNOWN` without one. */
export function typeAt(skeleton: Skeleton, place: number): string {
  return skeleton.types[skeleton.type[place] ?? NO_TYPE] ?? 'UNKNOWN';
}

/** The columns of so many spans, all zero. */
export function emptyColumns(count: number) {
  return {
    id: new BigUint64Array(count),
    start: new Float64Array(count),
    duration: new Float64Array(count),
    parent: new Int32Array(count),
    name: new Uint32Array(count),
    cost: new Float32Array(count),
    inputTokens: new Int32Array(count),
    outputTokens: new Int32Array(count),
    model: new Uint16Array(count),
    type: new Uint8Array(count),
    status: new Uint8Array(count),
  };
}
