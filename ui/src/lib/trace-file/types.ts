/** What a file says of a trace, whatever its format. */
export interface TraceRecord {
  readonly info: InfoRecord;
  /** In the order of a skeleton: roots first, then by start, then by id. */
  readonly spans: readonly SpanRecord[];
  /** How many spans the trace says that it has; null when it does not say. */
  readonly saidSpans: number | null;
}

export interface InfoRecord {
  readonly traceId: string;
  readonly experimentId: string;
  readonly name: string | null;
  readonly state: string;
  readonly timeMs: number;
  readonly durationMs: number | null;
  readonly request: string | null;
  readonly response: string | null;
  readonly clientRequestId: string | null;
  readonly tags: Readonly<Record<string, string>>;
  readonly metadata: Readonly<Record<string, string>>;
  /** As MLflow writes them; not checked. */
  readonly assessments: readonly unknown[];
}

export interface SpanRecord {
  /** 16 hex digits, different for each span of the trace. */
  readonly spanId: string;
  /** As the file says it: the parent may be missing. */
  readonly parentId: string | null;
  readonly name: string;
  readonly type: string | null;
  readonly status: 'UNSET' | 'OK' | 'ERROR';
  readonly statusMessage: string;
  readonly startNs: bigint;
  readonly endNs: bigint | null;
  readonly inputs: Raw | null;
  readonly outputs: Raw | null;
  readonly attributes: readonly AttributeRecord[];
  readonly events: readonly EventRecord[];
  readonly links: readonly LinkRecord[];
  readonly model: string | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cost: CostRecord | null;
}

export interface CostRecord {
  readonly input: number;
  readonly output: number;
  readonly total: number;
}

/** A value as it stands in a file: JSON text, or, when not `encoded`, the string itself. Texts that are no JSON count as strings. */
export interface Raw {
  readonly text: string;
  readonly encoded: boolean;
}

export interface AttributeRecord {
  readonly key: string;
  readonly value: Raw;
}

export interface EventRecord {
  readonly name: string;
  readonly timeNs: bigint;
  readonly attributes: readonly AttributeRecord[];
}

export interface LinkRecord {
  readonly traceId: string;
  readonly spanId: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A file that cannot be read: what was found in it, and what was expected. */
export class TraceFileError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TraceFileError';
  }
}
