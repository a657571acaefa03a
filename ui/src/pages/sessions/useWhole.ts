import { useQuery } from '@tanstack/react-query';
import { RemoteTrace } from '../../api/remote';
import type { SpanBody, TraceRow, Value } from '../../api/types';
import { bytes } from '../../lib/format/format';
import { ofPayload, type Spoken } from '../../lib/session/message';
import { ROOT, spanIdAt } from '../../lib/skeleton/skeleton';

export interface Whole {
  readonly request: Spoken | null;
  readonly response: Spoken | null;
  /** What is not there, in words. */
  readonly note: string | null;
}

/** Traces up to this size are read for their messages by themselves; larger ones on demand. */
const SMALL = 1000;

/** The whole messages of a turn, from the first span of its trace. */
export function useWhole(turn: TraceRow, wanted: boolean) {
  return useQuery({
    queryKey: ['session', 'whole', turn.trace_id, turn.state, turn.span_count],
    queryFn: ({ signal }) => whole(turn.trace_id, signal),
    enabled: wanted && (turn.span_count ?? 0) <= SMALL,
    gcTime: 60_000,
  });
}

async function whole(traceId: string, signal: AbortSignal): Promise<Whole> {
  const trace = new RemoteTrace(traceId);
  const skeleton = await trace.skeleton(signal);
  const place = skeleton.parent.indexOf(ROOT);
  if (place < 0) return { request: null, response: null, note: 'The trace has no root span.' };
  const span = await trace.span(spanIdAt(skeleton, place), signal);
  const said = ofPayload({
    inputs: valueOf(span.inputs),
    outputs: valueOf(span.outputs),
    attributes: attributesOf(span),
  });
  return { ...said, note: noteOf(span) };
}

function valueOf(value: Value | null): unknown {
  if (value === null) return null;
  if (!value.json || value.cut) return value.text;
  try {
    return JSON.parse(value.text) as unknown;
  } catch {
    return value.text;
  }
}

function attributesOf(span: SpanBody): Record<string, unknown> {
  return Object.fromEntries(span.attributes.map((each) => [each.key, valueOf(each)]));
}

function noteOf(span: SpanBody): string | null {
  const cut = [span.inputs, span.outputs].find((value) => value?.cut);
  return cut
    ? `A message of ${bytes(cut.bytes)} is cut after 64 KiB; the trace has all of it.`
    : null;
}
