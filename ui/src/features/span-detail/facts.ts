import type { Assessment, SpanBody } from '../../api/types';
import {
  modelAt,
  nameAt,
  placeOf,
  ROOT,
  type Skeleton,
  Status,
  typeAt,
} from '../../lib/skeleton/skeleton';

/** What the head of the pane says of a span. */
export interface SpanFacts {
  readonly name: string;
  readonly type: string;
  readonly status: 'UNSET' | 'OK' | 'ERROR';
  /** Nanoseconds after the start of the trace. */
  readonly start: number | null;
  /** Nanoseconds; null while it runs. */
  readonly duration: number | null;
  readonly runs: boolean;
  readonly isRoot: boolean;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly cost: number | null;
  readonly model: string;
}

const orNull = (value: number | undefined): number | null =>
  value === undefined || !Number.isFinite(value) ? null : value;

const known = (tokens: number | undefined): number | null =>
  tokens === undefined || tokens < 0 ? null : tokens;

/** From the skeleton, which is there at once; null when the trace has no such span. */
export function factsOf(skeleton: Skeleton, spanId: string): SpanFacts | null {
  const place = placeOf(skeleton, spanId);
  if (place < 0) return null;
  const status = skeleton.status[place];
  const duration = orNull(skeleton.duration[place]);
  return {
    name: nameAt(skeleton, place),
    type: typeAt(skeleton, place),
    status: status === Status.error ? 'ERROR' : status === Status.ok ? 'OK' : 'UNSET',
    start: orNull(skeleton.start[place]),
    duration,
    runs: duration === null,
    isRoot: skeleton.parent[place] === ROOT,
    inputTokens: known(skeleton.inputTokens[place]),
    outputTokens: known(skeleton.outputTokens[place]),
    cost: orNull(skeleton.cost[place]),
    model: modelAt(skeleton, place),
  };
}

/** Events that tell of an exception. */
export function exceptionsOf(body: SpanBody): SpanBody['events'] {
  return body.events.filter((event) => event.name === 'exception');
}

/** The assessments that are shown with a span: its own, and on a root those of the whole trace. */
export function assessmentsOf(
  all: readonly Assessment[],
  spanId: string,
  isRoot: boolean,
): readonly Assessment[] {
  return all.filter((one) => one.span_id === spanId || (isRoot && !one.span_id));
}

const NUMBERS: Record<string, readonly string[]> = {
  'mlflow.chat.tokenUsage': ['input_tokens', 'output_tokens'],
  'mlflow.llm.cost': ['total_cost'],
};

/** What the skeleton does not know of tokens and cost, from the attributes. */
export function withAttributes(facts: SpanFacts, body: SpanBody): SpanFacts {
  const read = (key: string): readonly (number | null)[] => {
    const text = body.attributes.find((one) => one.key === key)?.text ?? '';
    try {
      const value = JSON.parse(text) as Record<string, unknown> | null;
      return (NUMBERS[key] ?? []).map((name) =>
        typeof value?.[name] === 'number' ? value[name] : null,
      );
    } catch {
      return []; // not there, or not as MLflow writes it
    }
  };
  const [input = null, output = null] = read('mlflow.chat.tokenUsage');
  const [total = null] = read('mlflow.llm.cost');
  return {
    ...facts,
    inputTokens: facts.inputTokens ?? input,
    outputTokens: facts.outputTokens ?? output,
    cost: facts.cost ?? total,
  };
}
