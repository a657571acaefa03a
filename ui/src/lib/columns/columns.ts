/** The columns of a table of traces. A column is named as rows name what it shows; those of keys as `tag.env`. */

type ColumnGroup =
  'Trace' | 'Content' | 'Measures' | 'Whose' | 'Tags' | 'Metadata' | 'Feedback' | 'Expectations';

export interface Column {
  readonly id: string;
  readonly title: string;
  readonly group: ColumnGroup;
  /** Pixels, until the reader chooses others. */
  readonly width: number;
  /** Takes what room is left. */
  readonly grows?: boolean;
  /** Numbers stand at the right. */
  readonly numeric?: boolean;
  /** What the server sorts by; missing when it cannot. */
  readonly order?: string;
}

const FIXED: readonly Column[] = [
  { id: 'time_ms', title: 'Time', group: 'Trace', width: 162, order: 'timestamp_ms' },
  { id: 'state', title: 'State', group: 'Trace', width: 104, order: 'status' },
  { id: 'name', title: 'Name', group: 'Trace', width: 140, order: 'name' },
  { id: 'trace_id', title: 'Trace id', group: 'Trace', width: 190, order: 'request_id' },
  {
    id: 'client_request_id',
    title: 'Client request id',
    group: 'Trace',
    width: 160,
    order: 'client_request_id',
  },
  { id: 'request', title: 'Request', group: 'Content', width: 200, grows: true },
  { id: 'response', title: 'Response', group: 'Content', width: 200, grows: true },
  {
    id: 'duration_ms',
    title: 'Duration',
    group: 'Measures',
    width: 92,
    numeric: true,
    order: 'execution_time_ms',
  },
  {
    id: 'tokens',
    title: 'Tokens',
    group: 'Measures',
    width: 84,
    numeric: true,
    order: 'total_tokens',
  },
  {
    id: 'input_tokens',
    title: 'Input tokens',
    group: 'Measures',
    width: 110,
    numeric: true,
    order: 'input_tokens',
  },
  {
    id: 'output_tokens',
    title: 'Output tokens',
    group: 'Measures',
    width: 118,
    numeric: true,
    order: 'output_tokens',
  },
  { id: 'cost', title: 'Cost', group: 'Measures', width: 80, numeric: true, order: 'total_cost' },
  {
    id: 'span_count',
    title: 'Spans',
    group: 'Measures',
    width: 76,
    numeric: true,
    order: 'span_count',
  },
  { id: 'session', title: 'Session', group: 'Whose', width: 140, order: 'session_id' },
  { id: 'user', title: 'User', group: 'Whose', width: 120, order: 'user' },
];

const KEYED: readonly {
  readonly prefix: string;
  readonly group: ColumnGroup;
  readonly sorts: boolean;
}[] = [
  { prefix: 'tag.', group: 'Tags', sorts: true },
  { prefix: 'metadata.', group: 'Metadata', sorts: true },
  { prefix: 'feedback.', group: 'Feedback', sorts: false },
  { prefix: 'expectation.', group: 'Expectations', sorts: false },
];

export const FIXED_COLUMNS = FIXED;

/** Keys that stores and clients add for themselves, or that are columns by other names. */
const OWN_KEYS = new Set([
  'mlflow.traceName',
  'mlflow.artifactLocation',
  'mlflow.trace.spansLocation',
  'mlflow.trace_schema.version',
  'mlflow.traceInputs',
  'mlflow.traceOutputs',
  'mlflow.trace.tokenUsage',
  'mlflow.trace.cost',
  'mlflow.trace.sizeStats',
  'mlflow.trace.sizeBytes',
  'mlflow.trace.user',
  'mlflow.trace.session',
]);

/** Whether a tag or metadata says something that no other column does. */
export const isOwnKey = (key: string): boolean => OWN_KEYS.has(key);

const BY_ID = new Map(FIXED.map((column) => [column.id, column]));

/** The column of an id; null when there is none. */
export function columnOf(id: string): Column | null {
  const fixed = BY_ID.get(id);
  if (fixed) return fixed;
  const family = KEYED.find(({ prefix }) => id.startsWith(prefix) && id.length > prefix.length);
  if (!family) return null;
  const key = id.slice(family.prefix.length);
  return {
    id,
    title: key,
    group: family.group,
    width: 130,
    ...(family.sorts ? { order: `${family.prefix}\`${key.replaceAll('`', '``')}\`` } : {}),
  };
}

/** The columns of ids, each once; what is no column is left out. */
export function columnsOf(ids: readonly string[]): readonly Column[] {
  return [...new Set(ids)].flatMap((id) => columnOf(id) ?? []);
}

const MOST_FEEDBACK = 3;

const SHOWN_FIRST = [
  'time_ms',
  'state',
  'name',
  'request',
  'response',
  'duration_ms',
  'tokens',
  'cost',
];

/** Where there is room for two columns only, they say how it went and what it was about. */
const SHOWN_FIRST_NARROW = [
  'state',
  'request',
  'response',
  'name',
  'duration_ms',
  'time_ms',
  'tokens',
  'cost',
];

/** What is shown until the reader chooses: feedback that the experiment has is among it. */
export function defaultColumns(feedback: readonly string[], narrow: boolean): readonly string[] {
  const judged = feedback.slice(0, MOST_FEEDBACK).map((name) => `feedback.${name}`);
  return [...(narrow ? SHOWN_FIRST_NARROW : SHOWN_FIRST), ...judged];
}

/** The columns with one of them moved by so many places. */
export function moved(ids: readonly string[], id: string, by: number): readonly string[] {
  const from = ids.indexOf(id);
  if (from === -1) return ids;
  const to = Math.min(ids.length - 1, Math.max(0, from + by));
  return ids.toSpliced(from, 1).toSpliced(to, 0, id);
}

export const LEAST_WIDTH = 48;
export const MOST_WIDTH = 900;

export const fitting = (width: number): number =>
  Math.round(Math.min(MOST_WIDTH, Math.max(LEAST_WIDTH, width)));
