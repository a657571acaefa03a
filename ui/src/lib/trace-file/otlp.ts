import { spanIdOf, traceIdOf } from './ids';
import { attributesOf, eventsOf, linksOf } from './parts';
import { inOrder, spanOf, statusOf } from './span';
import type { AttributeRecord, InfoRecord, SpanRecord, TraceRecord } from './types';
import { isObject, listOf, nanosOf, textOf, valueOf } from './values';

interface Part {
  readonly span: SpanRecord;
  readonly resource: readonly AttributeRecord[];
}

/** Whether it looks like a request that an OpenTelemetry exporter sends. */
export function looksLikeOtlp(value: unknown): value is Record<string, unknown> {
  return (
    isObject(value) &&
    (Array.isArray(value['resourceSpans']) || Array.isArray(value['resource_spans']))
  );
}

/** Reads OTLP requests; the spans of all of them are put together by their trace. */
export function readOtlp(
  requests: readonly Record<string, unknown>[],
  note: (text: string) => void,
): readonly TraceRecord[] {
  const traces = new Map<string, Part[]>();
  for (const request of requests) {
    for (const group of listOf(request['resourceSpans'] ?? request['resource_spans'])) {
      if (!isObject(group)) continue;
      const resource = isObject(group['resource'])
        ? attributesOf(group['resource']['attributes'])
        : [];
      for (const scope of listOf(group['scopeSpans'] ?? group['scope_spans'])) {
        for (const json of listOf(isObject(scope) ? scope['spans'] : null)) {
          if (!isObject(json)) continue;
          const id = traceIdOf(json['traceId'] ?? json['trace_id']);
          const parts = traces.get(id) ?? [];
          traces.set(id, parts);
          parts.push({ span: span(json), resource });
        }
      }
    }
  }
  return [...traces].map(([id, parts]) => trace(id, parts, note));
}

function span(json: Record<string, unknown>): SpanRecord {
  const status = isObject(json['status']) ? json['status'] : {};
  return spanOf({
    spanId: spanIdOf(json['spanId'] ?? json['span_id']) ?? '',
    parentId: spanIdOf(json['parentSpanId'] ?? json['parent_span_id']),
    name: textOf(json['name']) ?? '',
    status: statusOf(status['code']),
    statusMessage: textOf(status['message']) ?? '',
    startNs: nanosOf(json['startTimeUnixNano'] ?? json['start_time_unix_nano']) ?? 0n,
    endNs: nanosOf(json['endTimeUnixNano'] ?? json['end_time_unix_nano']),
    attributes: attributesOf(json['attributes']),
    events: eventsOf(json['events']),
    links: linksOf(json['links']),
  });
}

function trace(id: string, parts: readonly Part[], note: (text: string) => void): TraceRecord {
  const ordered = inOrder(parts.map((part) => part.span));
  if (ordered.renamed > 0) {
    note(`${ordered.renamed} spans had no id of their own; they were given one.`);
  }
  return { info: infoOf(id, ordered.spans, parts), spans: ordered.spans, saidSpans: null };
}

function infoOf(id: string, spans: readonly SpanRecord[], parts: readonly Part[]): InfoRecord {
  const root = spans.find((each) => each.parentId === null);
  const named = stringOf(root?.attributes, 'mlflow.traceRequestId');
  let first: bigint | null = null;
  let last: bigint | null = null;
  for (const each of spans) {
    if (first === null || each.startNs < first) first = each.startNs;
    if (each.endNs !== null && (last === null || each.endNs > last)) last = each.endNs;
  }
  const session =
    stringOf(root?.attributes, 'session.id') ??
    stringOf(root?.attributes, 'gen_ai.conversation.id');
  const user = stringOf(root?.attributes, 'user.id');
  const tags: Record<string, string> = {};
  for (const { resource } of parts) {
    for (const { key, value } of resource) {
      if (!key.startsWith('telemetry.sdk.')) tags[key] ??= String(valueOf(value));
    }
  }
  return {
    traceId: named ?? (/^[0-9a-f]{32}$/.test(id) ? 'tr-' + id : id || 'trace without an id'),
    experimentId: stringOf(root?.attributes, 'mlflow.experimentId') ?? '',
    name: root?.name ?? spans[0]?.name ?? null,
    state: root && root.endNs === null ? 'IN_PROGRESS' : root?.status === 'ERROR' ? 'ERROR' : 'OK',
    timeMs: first === null ? 0 : Number(first / 1_000_000n),
    durationMs: first === null || last === null ? null : Number(last - first) / 1e6,
    request: null,
    response: null,
    clientRequestId: null,
    tags,
    metadata: {
      ...(session ? { 'mlflow.trace.session': session } : {}),
      ...(user ? { 'mlflow.trace.user': user } : {}),
    },
    assessments: [],
  };
}

function stringOf(attributes: readonly AttributeRecord[] | undefined, key: string): string | null {
  const found = attributes?.find((each) => each.key === key);
  const value = found && valueOf(found.value);
  return typeof value === 'string' && value !== '' ? value : null;
}
