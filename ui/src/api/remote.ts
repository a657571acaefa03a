import { SkeletonDecoder } from '../lib/skeleton/decode';
import type { Skeleton } from '../lib/skeleton/skeleton';
import { ApiError, ask, send } from './client';
import type { TraceSource, ValueField } from './source';
import { Found, SpanBody, TraceHead } from './types';

const PREFIX = 'ui-api/1';
const TELL_EVERY_MILLIS = 100;

/** A trace of the server. */
export class RemoteTrace implements TraceSource {
  readonly writable = true;
  readonly key: string;
  private readonly path: string;
  private last: { etag: string; skeleton: Skeleton } | null = null;

  constructor(readonly traceId: string) {
    this.key = traceId;
    this.path = `${PREFIX}/traces/${encodeURIComponent(traceId)}`;
  }

  head(signal?: AbortSignal): Promise<TraceHead> {
    return ask(TraceHead, this.path, { signal });
  }

  async skeleton(signal?: AbortSignal, onSpans?: (partial: Skeleton) => void): Promise<Skeleton> {
    const response = await send(`${this.path}/skeleton`, {
      signal,
      ...(this.last ? { headers: { 'if-none-match': this.last.etag } } : {}),
    });
    if (response.status === 304 && this.last) {
      return this.last.skeleton;
    }
    const decoder = new SkeletonDecoder();
    const reader = response.body?.getReader();
    let told = performance.now();
    for (;;) {
      const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
      if (done) break;
      decoder.push(value);
      const now = performance.now();
      if (onSpans && now - told > TELL_EVERY_MILLIS && decoder.skeleton?.loaded) {
        told = now;
        onSpans(decoder.skeleton);
      }
    }
    const skeleton = decoder.skeleton;
    if (!skeleton?.complete) {
      const spans = `${skeleton?.loaded ?? 0} of ${skeleton?.count ?? 0} spans`;
      throw new ApiError(0, 'CUT_OFF', `The answer was cut off: ${spans} came.`);
    }
    const etag = response.headers.get('etag');
    this.last = etag === null ? null : { etag, skeleton };
    return skeleton;
  }

  span(spanId: string, signal?: AbortSignal): Promise<SpanBody> {
    return ask(SpanBody, `${this.path}/spans/${spanId}`, { signal });
  }

  async value(
    spanId: string,
    field: ValueField,
    range?: readonly [from: number, to: number],
    signal?: AbortSignal,
  ): Promise<string> {
    return (await this.sendForValue(spanId, field, range, signal)).text();
  }

  async bytes(
    spanId: string,
    field: ValueField,
    range: readonly [from: number, to: number],
    signal?: AbortSignal,
  ): Promise<Uint8Array> {
    const response = await this.sendForValue(spanId, field, range, signal);
    return new Uint8Array(await response.arrayBuffer());
  }

  private sendForValue(
    spanId: string,
    field: ValueField,
    range?: readonly [from: number, to: number],
    signal?: AbortSignal,
  ): Promise<Response> {
    return send(`${this.path}/spans/${spanId}/value?field=${encodeURIComponent(field)}`, {
      signal,
      ...(range ? { headers: { range: `bytes=${range[0]}-${range[1] - 1}` } } : {}),
    });
  }

  find(text: string, signal?: AbortSignal): Promise<Found> {
    return ask(Found, `${this.path}/find?q=${encodeURIComponent(text)}`, { signal });
  }
}
