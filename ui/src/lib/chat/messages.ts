import type { Message, Part } from './conversation';
import { inputOf, leftOf, partsOf } from './parts';
import { isObject, Taken } from './taken';

/** The roles of providers in the words that most use. */
const ROLES: Record<string, string> = {
  human: 'user',
  ai: 'assistant',
  model: 'assistant',
  developer: 'system',
  function: 'tool',
};

/** LangChain says who speaks by the type of a message. */
const SPEAKERS = new Set(['human', 'ai', 'system', 'tool', 'function']);

function roleOf(given: string): string {
  return ROLES[given.toLowerCase()] ?? given.toLowerCase();
}

/** Whether a value is a message in the words of any provider. */
export function isMessage(value: unknown): boolean {
  return (
    isObject(value) &&
    (typeof value['role'] === 'string' ||
      (typeof value['type'] === 'string' && SPEAKERS.has(value['type']))) &&
    ['content', 'parts', 'tool_calls', 'function_call'].some((name) => Object.hasOwn(value, name))
  );
}

/** A message; what cannot be read as one is shown as it is. */
export function messageOf(value: unknown, from: Message['from'], otherwise = 'user'): Message {
  if (!isObject(value)) {
    return { role: otherwise, name: null, from, parts: partsOf(value), finish: null };
  }
  const fields = new Taken(value);
  const role = roleOf(fields.text('role') ?? fields.oneOf('type', ...SPEAKERS) ?? otherwise);
  const parts: Part[] = [];
  for (const name of ['reasoning_content', 'reasoning', 'thinking']) {
    const text = fields.text(name);
    if (text) parts.push({ kind: 'reasoning', text });
  }
  const content = partsOf(fields.take('content', 'parts'));
  const name = fields.text('name', 'tool_name');
  if (role === 'tool' && !content.some((part) => part.kind === 'result')) {
    const failed =
      fields.oneOf('is_error', true, false) === true ||
      fields.oneOf('status', 'error', 'success') === 'error';
    const id = fields.text('tool_call_id', 'tool_use_id');
    parts.push({ kind: 'result', id, name, failed, parts: content });
  } else {
    parts.push(...content);
  }
  const refusal = fields.text('refusal');
  if (refusal) parts.push({ kind: 'refusal', text: refusal });
  for (const call of fields.list('tool_calls') ?? []) parts.push(...callOf(call));
  const legacy = fields.take('function_call');
  if (legacy) parts.push(...callOf(legacy));
  for (const image of fields.list('images') ?? []) parts.push(...imageOf(image));
  const finish = fields.text('finish_reason', 'stop_reason', 'stopReason', 'finishReason');
  parts.push(...leftOf(fields));
  return { role, name, from, parts, finish };
}

/** A message and what was said about it outside of it. */
export function finished(message: Message, finish: string | null, around: Taken | null): Message {
  const parts = [...message.parts, ...(around ? leftOf(around) : [])];
  if (finish === null || message.finish === null) {
    return { ...message, parts, finish: finish ?? message.finish };
  }
  const both: Part = { kind: 'unknown', more: true, value: { finish_reason: message.finish } };
  return { ...message, parts: [...parts, both], finish };
}

/** A tool call of OpenAI's, of LangChain's or of Ollama's shape. */
function callOf(value: unknown): readonly Part[] {
  if (!isObject(value)) return [{ kind: 'unknown', value }];
  const fields = new Taken(value);
  const inner = fields.object('function', 'custom') ?? fields;
  const name = inner.text('name');
  if (name === null) return [{ kind: 'unknown', value }];
  const input = inputOf(inner.take('arguments', 'args', 'input'));
  const id = fields.text('id');
  fields.oneOf('type', 'function', 'tool_call');
  fields.number('index');
  return [
    { kind: 'call', id, name, input },
    ...(inner === fields ? [] : leftOf(inner)),
    ...leftOf(fields),
  ];
}

/** Ollama has pictures as base64 alone. */
function imageOf(value: unknown): readonly Part[] {
  return typeof value === 'string' && value
    ? [
        {
          kind: 'media',
          media: 'image',
          type: null,
          name: null,
          at: { url: value.startsWith('data:') ? value : `data:image/png;base64,${value}` },
        },
      ]
    : partsOf(value);
}
