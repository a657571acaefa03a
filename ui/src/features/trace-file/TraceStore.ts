import { bodyOf, type Body, fieldSlice } from '../../lib/trace-file/body';
import { find, type FoundSpans } from '../../lib/trace-file/find';
import { type FileFormat, readTraceFile } from '../../lib/trace-file/read';
import { skeletonOf } from '../../lib/trace-file/skeleton';
import type { InfoRecord, SpanRecord, TraceRecord } from '../../lib/trace-file/types';
import type { Skeleton } from '../../lib/skeleton/skeleton';

/** What is known of a trace of a file without its spans. */
export interface TraceSummary {
  readonly info: InfoRecord;
  readonly storedSpans: number;
  readonly saidSpans: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cost: { readonly input: number; readonly output: number; readonly total: number } | null;
}

/** What a file holds. */
export interface Contents {
  readonly format: FileFormat;
  readonly traces: readonly TraceSummary[];
  readonly notes: readonly string[];
}

/** Answers questions about the traces of a file; in a worker for files that are dropped, on the page in an HTML export. */
export interface TraceStore {
  skeleton(trace: number): Promise<Skeleton>;
  span(trace: number, spanId: string): Promise<Body | null>;
  value(
    trace: number,
    spanId: string,
    field: string,
    range: readonly [from: number, to: number] | undefined,
  ): Promise<string | null>;
  find(trace: number, text: string): Promise<FoundSpans>;
}

/** The traces of a file in memory. */
export class MemoryTraceStore implements TraceStore {
  readonly contents: Contents;
  private readonly traces: readonly TraceRecord[];
  private readonly byId: (ReadonlyMap<string, SpanRecord> | undefined)[] = [];

  /** Throws a TraceFileError when there is no trace in the text. */
  constructor(text: string) {
    const { format, traces, notes } = readTraceFile(text);
    this.traces = traces;
    this.contents = { format, traces: traces.map(summary), notes };
  }

  async skeleton(trace: number): Promise<Skeleton> {
    return skeletonOf(this.trace(trace));
  }

  async span(trace: number, spanId: string): Promise<Body | null> {
    const span = this.spanAt(trace, spanId);
    return span ? bodyOf(this.trace(trace).info.traceId, span) : null;
  }

  async value(
    trace: number,
    spanId: string,
    field: string,
    range: readonly [from: number, to: number] | undefined,
  ): Promise<string | null> {
    const span = this.spanAt(trace, spanId);
    return span ? fieldSlice(span, field, range) : null;
  }

  async find(trace: number, text: string): Promise<FoundSpans> {
    return find(this.trace(trace).spans, text);
  }

  private trace(index: number): TraceRecord {
    const trace = this.traces[index];
    if (!trace) throw new Error(`trace ${index} (expected: below ${this.traces.length})`);
    return trace;
  }

  private spanAt(trace: number, spanId: string): SpanRecord | undefined {
    const byId = (this.byId[trace] ??= new Map(
      this.trace(trace).spans.map((span) => [span.spanId, span]),
    ));
    return byId.get(spanId);
  }
}

function summary({ info, spans, saidSpans }: TraceRecord): TraceSummary {
  const usage = usageOf(info.metadata['mlflow.trace.tokenUsage']);
  const cost = usageOf(info.metadata['mlflow.trace.cost']);
  const sum = { input: 0, output: 0, any: false };
  const costs = { input: 0, output: 0, total: 0, any: false };
  for (const span of spans) {
    if (span.inputTokens !== null || span.outputTokens !== null) {
      sum.any = true;
      sum.input += span.inputTokens ?? 0;
      sum.output += span.outputTokens ?? 0;
    }
    if (span.cost) {
      costs.any = true;
      costs.input += span.cost.input;
      costs.output += span.cost.output;
      costs.total += span.cost.total;
    }
  }
  return {
    info,
    storedSpans: spans.length,
    saidSpans,
    inputTokens: usage?.['input_tokens'] ?? (sum.any ? sum.input : null),
    outputTokens: usage?.['output_tokens'] ?? (sum.any ? sum.output : null),
    cost:
      cost?.['total_cost'] === undefined
        ? costs.any
          ? { input: costs.input, output: costs.output, total: costs.total }
          : null
        : {
            input: cost['input_cost'] ?? 0,
            output: cost['output_cost'] ?? 0,
            total: cost['total_cost'],
          },
  };
}

/** The numbers of a map in JSON text, such as the token usage in the metadata of a trace. */
function usageOf(text: string | undefined): Record<string, number> | null {
  try {
    const value: unknown = JSON.parse(text ?? 'null');
    if (typeof value !== 'object' || value === null) return null;
    return Object.fromEntries(
      Object.entries(value).filter((each): each is [string, number] => typeof each[1] === 'number'),
    );
  } catch {
    return null;
  }
}
