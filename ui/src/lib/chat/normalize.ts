import type { Conversation, Field, Message, Tool } from './conversation';
import { type Dialect, DIALECTS, type Payload, type Side } from './dialects';
import { partsOf } from './parts';
import { isEmpty, isObject, listOf } from './taken';
import { toolsOf } from './tools';

/**
 * The conversation that a span recorded; null when it is none. The dialects of its format are tried first, then the others, in their order.
 * What one of them has taken is all there: what it did not understand are parts of unknown kind.
 */
export function conversationOf(payload: Payload): Conversation | null {
  const spoken = fromAttributes(payload);
  const format = payload.attributes['mlflow.message.format'];
  const sorted = [
    ...DIALECTS.filter((dialect) => dialect.formats.some((one) => one === format)),
    ...DIALECTS.filter((dialect) => !dialect.formats.some((one) => one === format)),
  ];
  const request = first(sorted, (dialect) => dialect.request(spoken.inputs));
  const answer = first(request ? [request.dialect, ...sorted] : sorted, (dialect) =>
    dialect.answer(spoken.outputs),
  );
  if (!request && !answer) return null;
  // A list of messages is a conversation; an answer that is none of a model's is not, unless it is asked so.
  const messages = [
    ...(request?.side.messages ?? asTheyAre(spoken.inputs, 'user', 'request')),
    ...newIn(request?.side, answer?.side ?? null),
    ...(answer ? [] : asTheyAre(spoken.outputs, 'assistant', 'answer')),
  ];
  if (!messages.some((message) => message.parts.length > 0)) return null;
  return {
    dialect: (answer ?? request)?.dialect.name ?? '',
    messages,
    tools: toolsIn(request?.side.tools, spoken),
    parameters: request?.side.fields ?? [],
    answer: answer?.side.fields ?? ([] as readonly Field[]),
  };
}

function first(
  dialects: readonly Dialect[],
  read: (dialect: Dialect) => Side | null,
): { readonly dialect: Dialect; readonly side: Side } | null {
  for (const dialect of dialects) {
    const side = read(dialect);
    if (side) return { dialect, side };
  }
  return null;
}

/** Graphs of agents answer with the whole history: what was asked with is not said twice. */
function newIn(request: Side | undefined, answer: Side | null): readonly Message[] {
  if (!answer) return [];
  const before = request?.messages ?? [];
  const repeats =
    before.length > 0 &&
    answer.messages.length > before.length &&
    before.every((message, index) => same(message, answer.messages[index]));
  return repeats ? answer.messages.slice(before.length) : answer.messages;
}

function same(one: Message | undefined, other: Message | undefined): boolean {
  return JSON.stringify([one?.role, one?.parts]) === JSON.stringify([other?.role, other?.parts]);
}

function asTheyAre(value: unknown, role: string, from: Message['from']): readonly Message[] {
  if (isEmpty(value)) return [];
  const parts = isObject(value) ? [{ kind: 'unknown' as const, value }] : partsOf(value);
  return [{ role, name: null, from, parts, finish: null }];
}

/** OpenTelemetry puts messages into attributes. */
function fromAttributes(payload: Payload): Payload {
  const { attributes } = payload;
  const prompt = listOf(attributes['gen_ai.system_instructions']);
  const asked = payload.inputs ?? attributes['gen_ai.input.messages'];
  const inputs =
    prompt.length > 0 && Array.isArray(asked)
      ? [{ role: 'system', parts: prompt }, ...(asked as unknown[])]
      : asked;
  return { ...payload, inputs, outputs: payload.outputs ?? attributes['gen_ai.output.messages'] };
}

function toolsIn(given: readonly Tool[] | undefined, { attributes }: Payload): readonly Tool[] {
  if (given && given.length > 0) return given;
  return toolsOf(attributes['mlflow.chat.tools'] ?? attributes['gen_ai.tool.definitions']);
}
