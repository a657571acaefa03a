import * as v from 'valibot';
import { ApiError } from '../../api/client';
import type { TraceSource, ValueField } from '../../api/source';
import { Assessment, type Found, type SpanBody, type TraceHead } from '../../api/types';
import type { Skeleton } from '../../lib/skeleton/skeleton';
import type { TraceStore, TraceSummary } from './TraceStore';

/** A trace of a file: as a trace of the server, but nothing can be changed. */
export class FileTrace implements TraceSource {
  readonly writable = false;
  readonly key: string;

  /** @param file names the file in caches */
  constructor(
    private readonly store: TraceStore,
    private readonly summary: TraceSummary,
    private readonly trace: number,
    file: string,
  ) {
    this.key = `file:${file}:${trace}`;
  }

  async head(): Promise<TraceHead> {
    const { info, storedSpans, saidSpans, inputTokens, outputTokens, cost } = this.summary;
    const hasTokens = inputTokens !== null || outputTokens !== null;
    return {
      info: {
        trace_id: info.traceId,
        experiment_id: info.experimentId,
        name: info.name,
        state: info.state,
        time_ms: info.timeMs,
        duration_ms: info.durationMs,
        request: info.request,
        response: info.response,
        tokens: hasTokens
          ? {
              input: inputTokens ?? 0,
              output: outputTokens ?? 0,
              total: (inputTokens ?? 0) + (outputTokens ?? 0),
              cache_read: null,
              cache_creation: null,
            }
          : null,
        cost,
        session: info.metadata['mlflow.trace.session'] ?? null,
        user: info.metadata['mlflow.trace.user'] ?? null,
        client_request_id: info.clientRequestId,
        span_count: storedSpans,
        tags: { ...info.tags },
        metadata: { ...info.metadata },
        assessments: info.assessments.flatMap((each) => {
          const parsed = v.safeParse(Assessment, each);
          return parsed.success ? [parsed.output] : [];
        }),
      },
      revision: 'file',
      stored_spans: storedSpans,
      said_spans: saidSpans,
      stalled: false,
    };
  }

  skeleton(): Promise<Skeleton> {
    return this.store.skeleton(this.trace);
  }

  async span(spanId: string): Promise<SpanBody> {
    const body = await this.store.span(this.trace, spanId);
    if (!body) throw missing(`Span ${spanId} is not in the file.`);
    return body;
  }

  async value(
    spanId: string,
    field: ValueField,
    range?: readonly [from: number, to: number],
  ): Promise<string> {
    const text = await this.store.value(this.trace, spanId, field, range);
    if (text === null) throw missing(`Span ${spanId} of the file has no ${field}.`);
    return text;
  }

  find(text: string): Promise<Found> {
    return this.store.find(this.trace, text);
  }
}

function missing(message: string): ApiError {
  return new ApiError(404, 'RESOURCE_DOES_NOT_EXIST', message);
}
