import type { Conversation, Field, Message } from './conversation';
import { mergedChunks } from './chunks';
import { finished, isMessage, messageOf } from './messages';
import { partsOf } from './parts';
import { isObject, listOf, Taken } from './taken';
import { toolsOf } from './tools';

/** What a span recorded, as far as it can be a conversation. */
export interface Payload {
  readonly inputs: unknown;
  readonly outputs: unknown;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** How one family of providers writes conversations. */
export interface Dialect {
  readonly name: string;
  /** Values of `mlflow.message.format`. */
  readonly formats: readonly string[];
  /** Messages of the request; null when it is not written so. */
  request(inputs: unknown): Side | null;
  /** Messages of the answer; null when it is not written so. */
  answer(outputs: unknown): Side | null;
}

export interface Side {
  readonly messages: readonly Message[];
  readonly tools?: Conversation['tools'];
  readonly fields: readonly Field[];
}

const system = (content: unknown): readonly Message[] => {
  const parts = partsOf(content);
  return parts.length > 0
    ? [{ role: 'system', name: null, from: 'request', parts, finish: null }]
    : [];
};

const messagesOf = (list: readonly unknown[]): readonly Message[] =>
  list.map((one) => messageOf(one, 'request'));

/** A request with a list of messages under a name. */
function listed(inputs: unknown, name: string, prompts: readonly string[]): Side | null {
  if (!isObject(inputs)) return null;
  const fields = new Taken(inputs);
  const list = fields.list(name);
  if (!list?.some(isMessage)) return null;
  const before = prompts.flatMap((prompt) => system(fields.take(prompt)));
  const tools = toolsOf(fields.take('tools', 'toolConfig', 'functions'));
  return { messages: [...before, ...messagesOf(list)], tools, fields: fields.rest() };
}

/** OpenAI's chat completions, and all who write as they do: LangChain4j and Spring AI as Spanloom records them. */
const openaiChat: Dialect = {
  name: 'OpenAI',
  formats: ['openai', 'groq', 'mistral', 'ag2', 'autogen', 'langchain4j', 'spring-ai'],
  request: (inputs) => listed(inputs, 'messages', []),
  answer: (outputs) => {
    const merged = mergedChunks(outputs);
    if (!isObject(merged)) return null;
    const fields = new Taken(merged);
    const choices = fields.list('choices');
    if (!choices?.some((choice) => isObject(choice) && isObject(choice['message']))) return null;
    const messages = choices.map((choice): Message => {
      const inner = isObject(choice) ? new Taken(choice) : null;
      const message = inner?.take('message');
      if (!inner || !isObject(message)) return messageOf(choice, 'answer', 'assistant');
      const finish = inner.text('finish_reason');
      inner.number('index');
      return finished(messageOf(message, 'answer', 'assistant'), finish, inner);
    });
    return { messages, fields: fields.rest() };
  },
};

type Fields = Record<string, unknown>;

/** Items of OpenAI's responses API: messages, calls, reasoning, results. */
function items(list: readonly unknown[], from: Message['from']): readonly Message[] {
  return list.map((item) => {
    if (isObject(item) && (isMessageItem(item) || !Object.hasOwn(item, 'type'))) {
      const { type: _, ...message } = item;
      return messageOf(item['type'] === 'message' ? message : item, from, 'assistant');
    }
    const tool =
      isObject(item) && typeof item['type'] === 'string' && item['type'].endsWith('_output');
    const role = typeof item === 'string' ? 'user' : tool ? 'tool' : 'assistant';
    return { role, name: null, from, parts: partsOf(item), finish: null };
  });
}

const isMessageItem = (item: Fields): boolean => item['type'] === 'message' || isMessage(item);

const openaiResponses: Dialect = {
  name: 'OpenAI Responses',
  formats: ['openai', 'openai-agent'],
  request: (inputs) => {
    if (!isObject(inputs) || !('input' in inputs)) return null;
    const { input } = inputs;
    if (typeof input !== 'string' && !listOf(input).some(isObject)) return null;
    const fields = new Taken(inputs);
    fields.take('input');
    return {
      messages: [
        ...system(fields.take('instructions')),
        ...(typeof input === 'string'
          ? [messageOf(input, 'request')]
          : items(listOf(input), 'request')),
      ],
      tools: toolsOf(fields.take('tools')),
      fields: fields.rest(),
    };
  },
  answer: (outputs) => {
    if (!isObject(outputs)) return null;
    const fields = new Taken(outputs);
    const output = fields.list('output');
    if (!output?.some((item) => isObject(item) && typeof item['type'] === 'string')) return null;
    return { messages: items(output, 'answer'), fields: fields.rest() };
  },
};

const anthropic: Dialect = {
  name: 'Anthropic',
  formats: ['anthropic'],
  request: (inputs) => listed(inputs, 'messages', ['system']),
  answer: (outputs) => {
    if (!isObject(outputs) || !Array.isArray(outputs['content'])) return null;
    if (outputs['type'] !== 'message' && outputs['role'] !== 'assistant') return null;
    const fields = new Taken(outputs);
    const message = messageOf(
      { role: fields.take('role') ?? 'assistant', content: fields.take('content') },
      'answer',
      'assistant',
    );
    const finish = fields.text('stop_reason');
    fields.oneOf('type', 'message');
    return { messages: [finished(message, finish, null)], fields: fields.rest() };
  },
};

const gemini: Dialect = {
  name: 'Gemini',
  formats: ['gemini'],
  request: (inputs) => {
    if (!isObject(inputs)) return null;
    const fields = new Taken(inputs);
    const contents = fields.take('contents');
    if (contents === undefined) return null;
    const config = fields.object('config', 'generationConfig', 'generation_config');
    const prompt =
      config?.take('systemInstruction', 'system_instruction') ??
      fields.take('systemInstruction', 'system_instruction');
    const list = Array.isArray(contents) ? (contents as readonly unknown[]) : [contents];
    return {
      messages: [
        ...system(isObject(prompt) && 'parts' in prompt ? prompt['parts'] : prompt),
        ...messagesOf(list),
      ],
      tools: toolsOf(config?.take('tools') ?? fields.take('tools')),
      fields: [...fields.rest(), ...(config?.rest() ?? [])],
    };
  },
  answer: (outputs) => {
    if (!isObject(outputs)) return null;
    const fields = new Taken(outputs);
    const candidates = fields.list('candidates');
    if (!candidates?.some(isObject)) return null;
    const messages = candidates.map((candidate): Message => {
      const inner = isObject(candidate) ? new Taken(candidate) : null;
      if (!inner) return messageOf(candidate, 'answer', 'assistant');
      const finish = inner.text('finishReason', 'finish_reason');
      inner.number('index');
      const message = messageOf(inner.take('content') ?? {}, 'answer', 'assistant');
      return finished(message, finish, inner);
    });
    return { messages, fields: fields.rest() };
  },
};

const bedrock: Dialect = {
  name: 'Bedrock Converse',
  formats: ['bedrock'],
  request: (inputs) => listed(inputs, 'messages', ['system']),
  answer: (outputs) => {
    if (!isObject(outputs) || !isObject(outputs['output'])) return null;
    const fields = new Taken(outputs);
    const inner = fields.object('output');
    const said = inner?.take('message');
    if (!inner || !isObject(said)) return null;
    const message = messageOf(said, 'answer', 'assistant');
    const finish = fields.text('stopReason');
    return {
      messages: [finished(message, finish, null)],
      fields: [...inner.rest(), ...fields.rest()],
    };
  },
};

/** OpenTelemetry's GenAI conventions: lists of messages with parts. */
const openTelemetry: Dialect = {
  name: 'OpenTelemetry',
  formats: [],
  request: (inputs) => {
    const list = listOf(inputs);
    return list.length > 0 && list.every(hasParts)
      ? { messages: messagesOf(list), fields: [] }
      : null;
  },
  answer: (outputs) => {
    const list = listOf(outputs);
    return list.length > 0 && list.every(hasParts)
      ? { messages: list.map((one) => messageOf(one, 'answer', 'assistant')), fields: [] }
      : null;
  },
};

const hasParts = (value: unknown): boolean =>
  isObject(value) && typeof value['role'] === 'string' && Array.isArray(value['parts']);

/** Whatever has a role and a content. */
const generic: Dialect = {
  name: 'Messages',
  formats: ['langchain', 'llamaindex', 'dspy', 'crewai', 'pydantic_ai', 'smolagents', 'vercel_ai'],
  request: (inputs) => {
    const list = listOf(inputs).flatMap((one) => (Array.isArray(one) ? one : [one]) as unknown[]);
    if (list.length > 0 && list.every(isMessage)) return { messages: messagesOf(list), fields: [] };
    for (const name of ['messages', 'chat_history', 'history', 'prompt']) {
      const side = listed(inputs, name, ['system', 'instructions']);
      if (side?.messages.some((message) => message.parts.length > 0)) return side;
    }
    return null;
  },
  answer: (outputs) => {
    const list = listOf(outputs);
    if (list.length > 0 && list.every(isMessage)) {
      return { messages: list.map((one) => messageOf(one, 'answer', 'assistant')), fields: [] };
    }
    if (!isObject(outputs)) return null;
    if (isMessage(outputs)) {
      return { messages: [messageOf(outputs, 'answer', 'assistant')], fields: [] };
    }
    const fields = new Taken(outputs);
    const message = fields.take('message');
    if (isMessage(message)) {
      return { messages: [messageOf(message, 'answer', 'assistant')], fields: fields.rest() };
    }
    const many = new Taken(outputs).list('messages');
    if (!many?.every(isMessage) || many.length === 0) return null;
    const { messages: _, ...rest } = outputs;
    return {
      messages: many.map((one) => messageOf(one, 'answer', 'assistant')),
      fields: new Taken(rest).rest(),
    };
  },
};

/** In the order in which they are tried. */
export const DIALECTS: readonly Dialect[] = [
  openTelemetry,
  openaiResponses,
  gemini,
  bedrock,
  anthropic,
  openaiChat,
  generic,
];
