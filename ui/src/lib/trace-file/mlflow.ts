import { attributesOf, eventsOf, linksOf } from './parts';
import { spanIdOf, traceIdOf } from './ids';
import { inOrder, spanOf, statusOf } from './span';
import { type InfoRecord, type SpanRecord, TraceFileError, type TraceRecord } from './types';
import { isObject, listOf, nanosOf, textMap, textOf } from './values';

/** Whether it looks like a trace of MLflow: `Trace.to_json`, the answer of its server, or the file `traces.json` of an artifact store. */
export function looksLikeMlflow(value: unknown): value is Record<string, unknown> {
  return (
    isObject(value) &&
    (isObject(value['info']) || isObject(value['trace_info']) || Array.isArray(value['spans']))
  );
}

/** Reads a trace of MLflow, of any of its versions. What is not there is left empty; without spans it is a trace without spans. */
export function readMlflow(
  json: Record<string, unknown>,
  note: (text: string) => void,
): TraceRecord {
  const info = json['info'] ?? json['trace_info'] ?? {};
  const data = json['data'] ?? json['trace_data'] ?? json;
  if (!isObject(info) || !isObject(data)) {
    throw new TraceFileError(
      'A trace was found whose "info" or "data" is no object (expected: {"info": {…}, "data": {"spans": […]}}).',
    );
  }
  if (data['spans'] !== undefined && !Array.isArray(data['spans'])) {
    throw new TraceFileError(
      'A trace was found whose "spans" is no list (expected: {"info": {…}, "data": {"spans": […]}}).',
    );
  }
  const given = listOf(data['spans']);
  const spans = given.filter(isObject).map(span);
  if (spans.length < given.length) {
    note(`${given.length - spans.length} spans are no objects; they are left out.`);
  }
  const ordered = inOrder(spans);
  if (ordered.renamed > 0) {
    note(`${ordered.renamed} spans had no id of their own; they were given one.`);
  }
  const record = infoOf(info, ordered.spans, given);
  return { info: record, spans: ordered.spans, saidSpans: saidSpans(record.metadata) };
}

function span(json: Record<string, unknown>): SpanRecord {
  const context = isObject(json['context']) ? json['context'] : null;
  const status = isObject(json['status']) ? json['status'] : {};
  return spanOf({
    spanId: spanIdOf(context?.['span_id'] ?? json['span_id']) ?? '',
    parentId: spanIdOf(json['parent_span_id'] ?? json['parent_id']),
    name: textOf(json['name']) ?? '',
    status: statusOf(json['status_code'] ?? status['code']),
    statusMessage: textOf(json['status_message'] ?? status['message']) ?? '',
    startNs: nanosOf(json['start_time_unix_nano'] ?? json['start_time']) ?? 0n,
    endNs: nanosOf(json['end_time_unix_nano'] ?? json['end_time']),
    attributes: attributesOf(json['attributes']),
    events: eventsOf(json['events']),
    links: linksOf(json['links']),
  });
}

function infoOf(
  info: Record<string, unknown>,
  spans: readonly SpanRecord[],
  given: readonly unknown[],
): InfoRecord {
  const tags = textMap(info['tags']);
  const metadata = textMap(info['trace_metadata'] ?? info['request_metadata']);
  const location = isObject(info['trace_location']) ? info['trace_location'] : {};
  const experiment = isObject(location['mlflow_experiment']) ? location['mlflow_experiment'] : {};
  const root = spans.find((each) => each.parentId === null) ?? spans[0];
  const first = spans.reduce<bigint | null>(
    (least, each) => (least === null || each.startNs < least ? each.startNs : least),
    null,
  );
  return {
    traceId:
      textOf(info['trace_id'] ?? info['request_id']) ?? idOfSpans(given) ?? 'trace without an id',
    experimentId: textOf(experiment['experiment_id'] ?? info['experiment_id']) ?? '',
    name: tags['mlflow.traceName'] ?? root?.name ?? null,
    state: stateOf(info, root),
    timeMs: timeOf(info) ?? (first === null ? 0 : Number(first / 1_000_000n)),
    durationMs: durationOf(info),
    request: textOf(info['request_preview']) ?? metadata['mlflow.traceInputs'] ?? null,
    response: textOf(info['response_preview']) ?? metadata['mlflow.traceOutputs'] ?? null,
    clientRequestId: textOf(info['client_request_id']),
    tags,
    metadata,
    assessments: listOf(info['assessments']),
  };
}

const STATES = ['STATE_UNSPECIFIED', 'OK', 'ERROR', 'IN_PROGRESS'];

function stateOf(info: Record<string, unknown>, root: SpanRecord | undefined): string {
  const said = info['state'] ?? info['status'];
  if (typeof said === 'number') return STATES[said] ?? 'STATE_UNSPECIFIED';
  if (typeof said === 'string') return said.replace('TRACE_STATUS', 'STATE');
  return root && root.status !== 'UNSET' ? root.status : 'STATE_UNSPECIFIED';
}

function timeOf(info: Record<string, unknown>): number | null {
  const said = info['request_time'] ?? info['timestamp_ms'];
  const millis = typeof said === 'string' && /\D/.test(said) ? Date.parse(said) : Number(said);
  return said === undefined || Number.isNaN(millis) ? null : millis;
}

/** `execution_duration_ms` of a file, `"0.1s"` of the wire, `execution_time_ms` of older ones. */
function durationOf(info: Record<string, unknown>): number | null {
  const said =
    info['execution_duration_ms'] ?? info['execution_duration'] ?? info['execution_time_ms'];
  if (typeof said === 'string' && said.endsWith('s')) return Number.parseFloat(said) * 1000;
  const millis = Number(said ?? Number.NaN);
  return Number.isNaN(millis) ? null : millis;
}

function saidSpans(metadata: Readonly<Record<string, string>>): number | null {
  try {
    const stats: unknown = JSON.parse(metadata['mlflow.trace.sizeStats'] ?? 'null');
    return isObject(stats) && typeof stats['num_spans'] === 'number' ? stats['num_spans'] : null;
  } catch {
    return null;
  }
}

function idOfSpans(spans: readonly unknown[]): string | null {
  const first = spans.find(isObject);
  if (!first) return null;
  const context = isObject(first['context']) ? first['context'] : first;
  const id = traceIdOf(context['trace_id']);
  return /^[0-9a-f]{32}$/.test(id) ? 'tr-' + id : id || null;
}
