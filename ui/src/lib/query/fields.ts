/** What can be asked by `key:value`, and what it is called in the filter language. */

type FieldKind =
  /** Text, and nothing but it. */
  | 'text'
  | 'number'
  /** Whatever a client has set: texts, numbers, true and false. */
  | 'any'
  /** The text of spans, that is searched. */
  | 'full';

export type Unit = 'time' | 'count' | 'dollars';

export interface Field {
  readonly key: string;
  /** In the filter language. */
  readonly filter: string;
  readonly kind: FieldKind;
  readonly unit?: Unit;
  /** What it is, in a few words. */
  readonly hint: string;
  /** Whether there are values to choose from. */
  readonly observed: boolean;
  /** Values that are always offered. */
  readonly words?: readonly string[];
  /** Values are written in capitals. */
  readonly upper?: boolean;
}

const text = (key: string, filter: string, hint: string, more: Partial<Field> = {}): Field => ({
  key,
  filter,
  hint,
  kind: 'text',
  observed: true,
  ...more,
});

const number = (key: string, filter: string, unit: Unit, hint: string): Field => ({
  key,
  filter,
  unit,
  hint,
  kind: 'number',
  observed: false,
});

const SPAN_TYPES = [
  'LLM',
  'CHAT_MODEL',
  'CHAIN',
  'AGENT',
  'TOOL',
  'RETRIEVER',
  'EMBEDDING',
  'RERANKER',
  'PARSER',
  'MEMORY',
  'WORKFLOW',
  'TASK',
  'GUARDRAIL',
  'EVALUATOR',
  'UNKNOWN',
];

export const FIELDS: readonly Field[] = [
  text('status', 'status', 'state of the trace', {
    words: ['OK', 'ERROR', 'IN_PROGRESS'],
    upper: true,
  }),
  text('name', 'name', 'name of the trace'),
  number('duration', 'execution_time_ms', 'time', 'such as >2s'),
  number('tokens', 'total_tokens', 'count', 'tokens of the whole trace'),
  number('cost', 'total_cost', 'dollars', 'US dollars'),
  text('session', 'session_id', 'id of the session'),
  text('user', 'user', 'id of the user'),
  text('span.name', 'span.name', 'name of a span'),
  text('span.type', 'span.type', 'type of a span', { words: SPAN_TYPES, upper: true }),
  text('span.model', 'span.model', 'model that a span called'),
  text('span.status', 'span.status', 'status of a span', {
    words: ['OK', 'ERROR', 'UNSET'],
    upper: true,
  }),
  number('span.duration', 'span.duration_ms', 'time', 'duration of a span'),
  number('span.tokens', 'span.total_tokens', 'count', 'tokens of a span'),
  number('span.input_tokens', 'span.input_tokens', 'count', 'input tokens of a span'),
  number('span.output_tokens', 'span.output_tokens', 'count', 'output tokens of a span'),
  number('span.cost', 'span.total_cost', 'dollars', 'cost of a span'),
  text('span.content', 'span.content', 'text of a span', { kind: 'full', observed: false }),
  number('spans', 'span_count', 'count', 'number of spans'),
  number('input_tokens', 'input_tokens', 'count', 'tokens of the prompts'),
  number('output_tokens', 'output_tokens', 'count', 'tokens of the answers'),
  number('cache_read_tokens', 'cache_read_input_tokens', 'count', 'tokens read from caches'),
  number(
    'cache_creation_tokens',
    'cache_creation_input_tokens',
    'count',
    'tokens written to caches',
  ),
  number('input_cost', 'input_cost', 'dollars', 'cost of the prompts'),
  number('output_cost', 'output_cost', 'dollars', 'cost of the answers'),
  text('prompt', 'prompt', 'name/version of a prompt'),
  text('run', 'run_id', 'id of an MLflow run'),
  text('id', 'request_id', 'id of the trace', { observed: false }),
  text('client_id', 'client_request_id', 'client request id', { observed: false }),
  text('text', 'trace.text', 'text anywhere in the spans', { kind: 'full', observed: false }),
];

/** Families whose keys are the user's own. */
export interface Family {
  readonly prefix: string;
  /** In the filter language. */
  readonly filter: string;
  /** What the server calls it when asked for its keys. */
  readonly family: string;
  readonly hint: string;
}

export const FAMILIES: readonly Family[] = [
  { prefix: 'tag.', filter: 'tag.', family: 'tag', hint: 'a tag' },
  { prefix: 'metadata.', filter: 'metadata.', family: 'metadata', hint: 'metadata' },
  { prefix: 'feedback.', filter: 'feedback.', family: 'feedback', hint: 'value of a feedback' },
  {
    prefix: 'expectation.',
    filter: 'expectation.',
    family: 'expectation',
    hint: 'value of an expectation',
  },
  {
    prefix: 'span.attributes.',
    filter: 'span.attributes.',
    family: 'attribute',
    hint: 'an attribute of a span',
  },
];

/** What MLflow and the filter language call them, and shorter forms. */
const OTHER_NAMES: Record<string, string> = {
  state: 'status',
  execution_time: 'duration',
  execution_time_ms: 'duration',
  duration_ms: 'duration',
  total_tokens: 'tokens',
  total_cost: 'cost',
  session_id: 'session',
  span_count: 'spans',
  run_id: 'run',
  request_id: 'id',
  trace_id: 'id',
  client_request_id: 'client_id',
  cache_read_input_tokens: 'cache_read_tokens',
  cache_creation_input_tokens: 'cache_creation_tokens',
  type: 'span.type',
  model: 'span.model',
  'span.duration_ms': 'span.duration',
  'span.total_tokens': 'span.tokens',
  'span.total_cost': 'span.cost',
  'trace.text': 'text',
};

const BY_KEY = new Map(FIELDS.map((field) => [field.key, field]));

/** The family of a key and what stands behind its prefix; null for fields of fixed names. */
export function familyOf(key: string): readonly [family: Family, name: string] | null {
  const family = FAMILIES.find((each) => key.startsWith(each.prefix));
  return family ? [family, key.slice(family.prefix.length)] : null;
}

/** The name that a field has here; keys that are unknown stay as they are. */
export function canonicalKey(key: string): string {
  const name = key.replace(/^tags\./, 'tag.').replace(/^span\.attribute\./, 'span.attributes.');
  const lower = name.toLowerCase();
  if (familyOf(name)) return name;
  return OTHER_NAMES[lower] ?? (BY_KEY.has(lower) ? lower : name);
}

/** The field of a key in its canonical form; null when there is none. */
export function fieldOf(key: string): Field | null {
  const fixed = BY_KEY.get(key);
  if (fixed) return fixed;
  const found = familyOf(key);
  if (!found || found[1] === '') return null;
  const [family, name] = found;
  return {
    key,
    filter: family.filter + quotedKey(name),
    kind: 'any',
    hint: family.hint,
    observed: true,
  };
}

/** A key of the filter language: in backticks unless MLflow's own grammar takes it without. */
function quotedKey(name: string): string {
  const plain = /^[A-Za-z0-9_]([A-Za-z0-9_.]*[A-Za-z0-9_])?$/.test(name);
  return plain ? name : '`' + name.replaceAll('`', '``') + '`';
}
