import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Conversation, Part } from './conversation';
import type { Payload } from './dialects';
import { joined } from './join';
import { conversationOf } from './normalize';

const FIXTURES = import.meta.glob<Payload>('./fixtures/*.json', { eager: true, import: 'default' });

function fixture(name: string): Payload {
  const payload = FIXTURES[`./fixtures/${name}.json`];
  if (!payload) throw new Error(`no fixture ${name}`);
  return payload;
}

function read(name: string): Conversation {
  const conversation = conversationOf(fixture(name));
  if (!conversation) throw new Error(`${name} is no conversation`);
  return conversation;
}

/** Each message in a line, such as `user: text, media`. */
const outline = (name: string): readonly string[] =>
  joined(read(name).messages).map(
    ({ role, parts }) => `${role}: ${parts.map((part) => partName(part)).join(', ')}`,
  );

function partName(part: Part): string {
  if (part.kind === 'text' || part.kind === 'reasoning') return `${part.kind} ${part.text}`;
  if (part.kind === 'media') return `${part.media} ${part.type}`;
  if (part.kind === 'call') {
    const result = part.result ? ` -> ${part.result.parts.map(partName).join(', ')}` : '';
    return `${part.name}(${JSON.stringify(part.input)})${result}`;
  }
  return part.kind === 'unknown' ? JSON.stringify(part.value) : part.kind;
}

const PARTS_OF_A_FIXTURE = new Set(['index', 'object', 'type', 'role', 'status', 'id', 'modality']);

/** All texts of a value, but those that say what something is. */
function textsOf(value: unknown, key = ''): readonly string[] {
  if (typeof value === 'string') return PARTS_OF_A_FIXTURE.has(key) ? [] : [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, one]) =>
    textsOf(one, Array.isArray(value) ? key : name),
  );
}

describe('conversationOf', () => {
  it('reads chat completions that MLflow recorded', () => {
    expect(outline('openai-golden')).toEqual([
      'system: text You are a friendly chat bot',
      'user: text What is your favorite color?',
      'assistant: text My favorite color is blue.',
    ]);
    expect(outline('openai-stream-golden')).toEqual([
      'user: text hi',
      'assistant: text My favorite color is blue.',
    ]);
    expect(read('openai-golden').parameters).toEqual([
      ['model', 'databricks-claude-sonnet-4-5'],
      ['max_tokens', 100],
    ]);
  });

  it('reads OpenAI chat completions with tools and media', () => {
    expect(outline('openai-tools')).toEqual([
      'system: text You are a weather bot',
      'user: text And here?, image null, {"detail":"low"}, audio audio/mp3, file application/pdf',
      'assistant: get_weather({"city":"Graz"}) -> text {"celsius":21}, get_weather("not json") -> text no such city',
      'assistant: text It is 21 °C.',
    ]);
    expect(read('openai-tools').tools[0]).toMatchObject({
      name: 'get_weather',
      description: 'The weather of a city',
    });
  });

  it('puts the chunks of a stream together', () => {
    expect(outline('openai-chunks')).toEqual([
      'user: text Hi',
      'assistant: text It is blue., paint({"color":1})',
    ]);
  });

  it('reads OpenAI responses, with items that it does not know as they are', () => {
    expect(outline('openai-responses')).toEqual([
      'system: text Be short',
      'user: text Which colour?, image null',
      'assistant: look({}) -> text blue, {"id":"x","status":"completed"}',
      'assistant: reasoning I looked., {"id":"rs_1"}',
      'assistant: {"type":"web_search_call","id":"ws_1","status":"completed","action":{"type":"search","query":"blue"}}',
      'assistant: text It is blue., {"annotations":[{"type":"url_citation","url":"https://example.com"}]}, {"id":"msg_1","status":"completed"}',
    ]);
  });

  it('reads Anthropic messages', () => {
    expect(outline('anthropic')).toEqual([
      'system: text You are a weather bot, {"cache_control":{"type":"ephemeral"}}',
      'user: image image/png, file null, text How is it?',
      'assistant: reasoning I should ask., {"signature":"sig"}, {"type":"redacted_thinking","data":"xyz"}, get_weather({"city":"Graz"}) -> text timeout',
      'assistant: text I do not know.',
    ]);
  });

  it('reads Gemini, whose results are joined by name', () => {
    expect(outline('gemini')).toEqual([
      'system: text Be exact',
      'user: text How late is it?, image image/png, file application/pdf',
      'assistant: now({"city":"Graz"}) -> {"result":"noon in Graz"}',
      'assistant: reasoning Let me see, text It is noon., {"executableCode":{"language":"PYTHON","code":"print(1)"}}, {"safetyRatings":[{"category":"X","probability":"LOW"}]}',
    ]);
  });

  it('reads Bedrock converse', () => {
    expect(outline('bedrock-converse')).toEqual([
      'system: text Be kind',
      'user: text How is it?, image image/png, file application/pdf',
      'assistant: get_weather({"city":"Graz"}) -> {"json":{"celsius":21}}',
      'assistant: reasoning 21 is warm, {"signature":"s"}, text It is warm.',
    ]);
  });

  it('reads what LangChain4j, Spring AI and Ollama4j record', () => {
    expect(outline('langchain4j')).toEqual([
      'system: text You are a librarian',
      'user: text Which book?',
      'assistant: reasoning I need the shelf, shelf({}) -> text 42',
      'assistant: text On shelf 42',
    ]);
    expect(outline('spring-ai')).toEqual([
      'user: text What is this?, image image/png, file application/octet-stream',
      'assistant: reasoning whiskers, text A cat',
    ]);
    expect(outline('ollama4j')).toEqual([
      'user: text Hi, image null',
      'assistant: reasoning greet, text Hello',
    ]);
  });

  it('reads OpenTelemetry messages from attributes', () => {
    expect(outline('opentelemetry')).toEqual([
      'system: text Be exact',
      'user: text Weather in Paris?, image image/png, audio null',
      'assistant: get_weather({"location":"Paris"}) -> text rainy',
      'assistant: reasoning rain means wet, text It is wet.',
    ]);
    expect(read('opentelemetry').tools).toHaveLength(1);
  });

  it('reads LangChain messages and does not repeat the history that a graph answers with', () => {
    expect(outline('langchain')).toEqual([
      'system: text You help',
      'user: text Hi',
      'assistant: text Hello, look({"a":1})',
    ]);
  });

  // Chunks are put together, so that their texts are not there one by one.
  const whole = Object.keys(FIXTURES).filter((path) => !path.includes('chunks'));

  it.each(whole)('loses no text of %s', (path) => {
    const payload = FIXTURES[path] as Payload;
    const said = JSON.stringify(conversationOf(payload));
    for (const text of textsOf([payload.inputs, payload.outputs])) {
      const parsed = text.startsWith('{') ? textsOf(JSON.parse(text)) : [text];
      for (const one of parsed) {
        expect(said).toContain(JSON.stringify(one).slice(1, -1));
      }
    }
  });

  it.each([
    null,
    'a text',
    { question: 'x' },
    { messages: [] },
    { messages: ['a', 'b'] },
    { messages: [{ subject: 'no message' }] },
    { input: 'x' },
  ])('leaves %j to other views', (outputs) => {
    expect(conversationOf({ inputs: { query: 1 }, outputs, attributes: {} })).toBeNull();
  });
});

/** Values that look like conversations, with marks in every place where a text may be. */
function almost() {
  let marks = 0;
  const mark = fc.constant(0).map(() => `mark-${marks++}-`);
  const leaf = fc.oneof(mark, fc.constant(null), fc.boolean(), fc.integer());
  const name = fc.constantFrom(
    ...'text content type role parts tool_calls function name arguments id call_id source data url image_url input output status is_error thinking summary tool_use_id functionCall toolUse toolResult inlineData mimeType finish_reason message thought extra'.split(
      ' ',
    ),
  );
  const type = fc.constantFrom(
    ...'text image image_url tool_use tool_result thinking reasoning function_call function_call_output message file blob refusal input_audio other human'.split(
      ' ',
    ),
  );
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      leaf,
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(name, tie('tree'), { maxKeys: 5 }),
      fc
        .tuple(type, fc.dictionary(name, tie('tree'), { maxKeys: 4 }))
        .map(([type, rest]) => ({ ...rest, type })),
    ),
  }));
  const message = fc
    .tuple(fc.constantFrom('user', 'assistant', 'tool', 'model'), fc.dictionary(name, tree), tree)
    .map(([role, rest, content]) => ({ ...rest, role, content }));
  const list = fc.array(message, { minLength: 1, maxLength: 3 });
  const inputs = fc.oneof(
    list,
    list.map((messages) => ({ messages })),
    list.map((contents) => ({ contents })),
    list.map((input) => ({ input })),
    tree,
  );
  const outputs = fc.oneof(
    tree,
    list,
    message,
    list.map((all) => ({ choices: all.map((one) => ({ message: one })) })),
    list.map((all) => ({ candidates: all.map((content) => ({ content })) })),
    list.map((output) => ({ output: output.map((one) => ({ ...one, type: 'message' })) })),
    message.map((one) => ({ output: { message: one }, stopReason: 'end' })),
  );
  const format = fc.constantFrom('openai', 'anthropic', 'gemini', 'bedrock', 'langchain', 'none');
  return fc.record({
    inputs,
    outputs,
    attributes: format.map((given) => ({ 'mlflow.message.format': given })),
  });
}

describe('any payload', () => {
  it('never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (inputs, outputs) => {
        conversationOf({ inputs, outputs, attributes: {} });
        conversationOf({
          inputs: null,
          outputs: null,
          attributes: { 'gen_ai.input.messages': inputs },
        });
      }),
    );
  });

  it('is shown whole when it is taken: each text is in the conversation', () => {
    fc.assert(
      fc.property(almost(), (payload) => {
        const conversation = conversationOf(payload);
        if (conversation === null) return;
        const said = JSON.stringify([conversation, joined(conversation.messages)]);
        const joinedOnly = JSON.stringify([joined(conversation.messages), conversation]);
        const marks = JSON.stringify([payload.inputs, payload.outputs]).match(/mark-\d+-/g) ?? [];
        for (const mark of marks) {
          expect(said).toContain(mark);
          expect(joinedOnly).toContain(mark);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
