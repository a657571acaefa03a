import type { Skeleton } from '../lib/skeleton/skeleton';
import type { Found, SpanBody, TraceHead } from './types';

/** Where the bytes of a value are: `inputs`, `outputs`, `attributes/<key>`, `events/<number>/<key>`. */
export type ValueField = string;

/** Where one trace comes from: a server, or a file that was dropped on the page. */
export interface TraceSource {
  /** Names the trace in caches. */
  readonly key: string;
  /** Whether it can be assessed, tagged, deleted. */
  readonly writable: boolean;
  head(signal?: AbortSignal): Promise<TraceHead>;
  /**
   * The skeleton.
   *
   * @param onSpans is called with what has come so far, at most each 100 ms, before all has
   */
  skeleton(signal?: AbortSignal, onSpans?: (partial: Skeleton) => void): Promise<Skeleton>;
  span(spanId: string, signal?: AbortSignal): Promise<SpanBody>;
  /** The text of a value from one byte to another (exclusive), or all of it. */
  value(
    spanId: string,
    field: ValueField,
    range?: readonly [from: number, to: number],
    signal?: AbortSignal,
  ): Promise<string>;
  /**
   * The bytes (UTF-8) of a value from one to another (exclusive); they may begin and end within a character. Missing where values are at hand
   * anyway: then `value` is asked for all of it.
   */
  bytes?(
    spanId: string,
    field: ValueField,
    range: readonly [from: number, to: number],
    signal?: AbortSignal,
  ): Promise<Uint8Array>;
  find(text: string, signal?: AbortSignal): Promise<Found>;
}
