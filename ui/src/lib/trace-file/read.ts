import { looksLikeMlflow, readMlflow } from './mlflow';
import { looksLikeOtlp, readOtlp } from './otlp';
import { TraceFileError, type TraceRecord } from './types';
import { isObject } from './values';

export type FileFormat = 'MLflow JSON' | 'OTLP JSON' | 'HTML export';

/** The traces of a file, in its order. */
export interface ReadFile {
  readonly format: FileFormat;
  readonly traces: readonly TraceRecord[];
  /** What was left out or mended, in words. */
  readonly notes: readonly string[];
}

/** The id of the script that holds the trace in an HTML export. */
export const ISLAND = 'spanloom-trace';

const EXPECTED =
  'Expected: a trace of MLflow (Trace.to_json, one or one a line), an OTLP JSON request with "resourceSpans", or an HTML export of Spanloom.';

/** Numbers of more digits than JavaScript keeps; as texts they keep them. Within a string the quotes would be escaped. */
const LONG_NUMBER =
  /(?<!\\)"(start_time_unix_nano|end_time_unix_nano|time_unix_nano|startTimeUnixNano|endTimeUnixNano|timeUnixNano|start_time|end_time|timestamp|intValue|int_value)"(\s*:\s*)(-?\d{16,})(?![\d.eE])/g;

/** Reads a file of traces in any format that is known. Throws a TraceFileError that says what was found when there is no trace in it. */
export function readTraceFile(text: string): ReadFile {
  const content = text.replace(/^\uFEFF/, '');
  const start = content.slice(0, 1000).trimStart();
  if (content.trim() === '') throw new TraceFileError(`The file is empty. ${EXPECTED}`);
  if (start.startsWith('<')) {
    const read = readTraceFile(island(content));
    return { ...read, format: 'HTML export' };
  }
  const notes: string[] = [];
  const values = parse(content.replace(LONG_NUMBER, '"$1"$2"$3"'), notes);
  return { ...read(values, notes), notes: [...new Set(notes)] };
}

function island(html: string): string {
  const open = new RegExp(`<script[^>]*\\bid="?${ISLAND}"?[^>]*>`).exec(html);
  const from = open ? open.index + open[0].length : -1;
  const to = html.indexOf('</script', from);
  if (from < 0 || to < 0) {
    throw new TraceFileError(`An HTML page without a trace of Spanloom was found. ${EXPECTED}`);
  }
  return html.slice(from, to);
}

/** One JSON value, or one a line. */
function parse(text: string, notes: string[]): readonly unknown[] {
  let first: Error;
  try {
    return [JSON.parse(text) as unknown];
  } catch (e) {
    first = e instanceof Error ? e : new Error(String(e));
  }
  const values: unknown[] = [];
  const broken: number[] = [];
  let number = 0;
  for (const line of text.split('\n')) {
    number++;
    if (line.trim() === '') continue;
    try {
      values.push(JSON.parse(line) as unknown);
    } catch {
      broken.push(number);
    }
  }
  // A broken document may have lines that are JSON by chance, such as a lone bracket or number.
  const objects = values.filter(isObject);
  if (objects.length === 0 || objects.length < broken.length) {
    const shown = JSON.stringify(text.trimStart().slice(0, 40));
    throw new TraceFileError(
      `The file is no JSON: ${first.message}. It begins with ${shown}. ${EXPECTED}`,
    );
  }
  if (broken.length > 0) {
    notes.push(
      `${broken.length} of ${broken.length + values.length} lines are no JSON and are left out; the first is line ${broken[0] ?? 0}.`,
    );
  }
  return values;
}

function read(values: readonly unknown[], notes: string[]): Omit<ReadFile, 'notes'> {
  const traces: TraceRecord[] = [];
  const requests: Record<string, unknown>[] = [];
  const others: unknown[] = [];
  const failures: TraceFileError[] = [];
  for (const value of values.flatMap(unwrapped)) {
    if (looksLikeOtlp(value)) {
      requests.push(value);
    } else if (looksLikeMlflow(value)) {
      try {
        traces.push(readMlflow(value, (note) => notes.push(note)));
      } catch (e) {
        if (!(e instanceof TraceFileError)) throw e;
        failures.push(e);
      }
    } else {
      others.push(value);
    }
  }
  traces.push(...readOtlp(requests, (note) => notes.push(note)));
  if (traces.length === 0) {
    throw failures[0] ?? new TraceFileError(`${found(others, requests)} ${EXPECTED}`);
  }
  const left = others.length + failures.length;
  if (left > 0) notes.push(`${left} of ${left + traces.length} entries are no traces; left out.`);
  return { format: requests.length > 0 ? 'OTLP JSON' : 'MLflow JSON', traces };
}

/** The traces of a list, or of an answer of MLflow's server. */
function unwrapped(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value.flatMap(unwrapped);
  if (isObject(value) && Array.isArray(value['traces'])) return value['traces'];
  if (isObject(value) && isObject(value['trace'])) return [value['trace']];
  return [value];
}

function found(others: readonly unknown[], requests: readonly unknown[]): string {
  if (requests.length > 0) return 'An OTLP request without spans was found.';
  const first = others[0];
  if (isObject(first)) {
    const keys = Object.keys(first);
    const some = keys.slice(0, 8).map((key) => JSON.stringify(key.slice(0, 40)));
    const more = keys.length > some.length ? ` and ${keys.length - some.length} more` : '';
    return `A JSON object was found that is no trace; its keys: ${some.join(', ') || 'none'}${more}.`;
  }
  return first === undefined
    ? 'An empty list was found.'
    : `JSON was found that is no trace: ${(JSON.stringify(first) ?? '').slice(0, 60)}.`;
}
