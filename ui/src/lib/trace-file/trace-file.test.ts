import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MISSING, nameAt, ROOT, spanIdAt, typeAt } from '../skeleton/skeleton';
import { bodyOf, fieldSlice, fieldText } from './body';
import { byteSlice, cutBytes } from './bytes';
import { find } from './find';
import { ISLAND, readTraceFile } from './read';
import { skeletonOf } from './skeleton';
import { TraceFileError } from './types';

// Vitest runs in ui/.
const GOLDEN = '../golden/src/main/resources/golden/';
const golden = (name: string) => readFileSync(GOLDEN + name, 'utf8');

function one(text: string) {
  const { traces } = readTraceFile(text);
  expect(traces).toHaveLength(1);
  const trace = traces[0];
  if (!trace) throw new Error('no trace');
  return trace;
}

describe('a trace that MLflow wrote', () => {
  it('is read whole, of every kind that its clients write', () => {
    const files = readdirSync(GOLDEN, { recursive: true, encoding: 'utf8' }).filter((name) =>
      /trace[^/]*\.json$/.test(name),
    );
    expect(files.length).toBeGreaterThan(30);
    for (const file of files) {
      if (golden(file) === '') continue; // a trace that its client could not read back
      const { traces, notes } = readTraceFile(golden(file));
      const trace = traces[0];
      expect(traces, file).toHaveLength(1);
      expect(notes, file).toEqual([]);
      expect(trace?.info.traceId, file).toMatch(/^tr-[0-9a-f]{32}$/);
      expect(trace?.spans.length, file).toBeGreaterThan(0);
      for (const span of trace?.spans ?? []) expect(span.spanId, file).toMatch(/^[0-9a-f]{16}$/);
    }
  });

  it('keeps its ids, its times to the nanosecond, and its values', () => {
    const trace = one(golden('python/s04_retriever/trace.json'));
    const span = trace.spans[0];
    expect(span?.startNs).toBe(1795449314197190128n);
    expect(span?.endNs).toBe(1795449314197576062n);
    expect(span?.type).toBe('RETRIEVER');
    expect(span?.spanId).toBe('ac4aa6644ce7e4ec');
    expect(span && fieldText(span, 'inputs')).toBe('{"query": "What is ML?"}');
    expect(trace.info).toMatchObject({ state: 'OK', experimentId: '1', durationMs: 0 });
    expect(trace.saidSpans).toBe(1);
  });

  it('of the TypeScript client has values that are no JSON texts', () => {
    const trace = one(golden('typescript/t04_nested/trace_ts.json'));
    const root = trace.spans[0];
    expect(root?.type).toBe('AGENT');
    expect(root?.parentId).toBeNull();
    expect(root && bodyOf('tr-1', root).inputs).toMatchObject({ json: true, text: '{"q":"hi"}' });
    expect(trace.info.durationMs).toBe(2);
  });

  it('is read one a line, and says which lines are none', () => {
    const line = JSON.stringify(JSON.parse(golden('python/s01_basic_span/trace.json')));
    const { traces, notes } = readTraceFile(`${line}\n\n${line}\n{"info": broken\n`);
    expect(traces).toHaveLength(2);
    expect(notes).toEqual(['1 of 3 lines are no JSON and are left out; the first is line 4.']);
  });

  it('of version 2 is read', () => {
    const trace = one(
      JSON.stringify({
        info: { request_id: 'abc', experiment_id: '3', timestamp_ms: 5, status: 'OK' },
        data: {
          spans: [
            {
              name: 'root',
              context: { span_id: '0x1f', trace_id: '0xab' },
              parent_id: null,
              start_time: 5,
              end_time: 9,
              status_code: 'OK',
              attributes: { 'mlflow.spanType': '"LLM"', plain: 'no json' },
            },
          ],
        },
      }),
    );
    expect(trace.info).toMatchObject({ traceId: 'abc', experimentId: '3', timeMs: 5 });
    expect(trace.spans[0]).toMatchObject({ spanId: '000000000000001f', type: 'LLM' });
    expect(trace.spans[0] && fieldText(trace.spans[0], 'attributes/plain')).toBe('no json');
  });
});

const OTLP = {
  resourceSpans: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] },
      scopeSpans: [
        {
          spans: [
            {
              traceId: '0af7651916cd43dd8448eb211c80319c',
              spanId: 'b7ad6b7169203331',
              parentSpanId: '',
              name: 'chat gpt',
              startTimeUnixNano: '1795449314197190128',
              endTimeUnixNano: '1795449314197576062',
              status: { code: 2, message: 'no answer' },
              attributes: [
                { key: 'gen_ai.operation.name', value: { stringValue: 'chat' } },
                { key: 'gen_ai.request.model', value: { stringValue: 'gpt' } },
                { key: 'gen_ai.usage.input_tokens', value: { intValue: '12' } },
                { key: 'mlflow.spanInputs', value: { stringValue: '{"q": 1}' } },
                { key: 'text', value: { stringValue: '{"q": 1}' } },
                { key: 'big', value: { intValue: '9223372036854775807' } },
                {
                  key: 'list',
                  value: { arrayValue: { values: [{ boolValue: true }, { stringValue: 'x' }] } },
                },
              ],
            },
          ],
        },
      ],
    },
  ],
};

describe('an OTLP request', () => {
  it('is read as the traces of its spans', () => {
    const { format, traces } = readTraceFile(JSON.stringify(OTLP));
    expect(format).toBe('OTLP JSON');
    const trace = traces[0];
    expect(trace?.info).toMatchObject({
      traceId: 'tr-0af7651916cd43dd8448eb211c80319c',
      name: 'chat gpt',
      state: 'ERROR',
      tags: { 'service.name': 'shop' },
    });
    const span = trace?.spans[0];
    expect(span).toMatchObject({
      type: 'CHAT_MODEL',
      model: 'gpt',
      inputTokens: 12,
      status: 'ERROR',
      statusMessage: 'no answer',
    });
    const body = span && bodyOf('tr-1', span);
    expect(body?.inputs).toMatchObject({ json: true, text: '{"q": 1}' });
    const value = (key: string) => body?.attributes.find((each) => each.key === key);
    expect(value('text')).toMatchObject({ json: false, text: '{"q": 1}' });
    expect(value('big')?.text).toBe('9223372036854775807');
    expect(value('list')?.text).toBe('[true, "x"]');
  });
});

describe('an HTML export', () => {
  it('is read as the trace within', () => {
    const json = golden('python/s07_nested_three/trace.json').replaceAll('<', '\\u003c');
    const html = `<!doctype html><script type="application/json" id="${ISLAND}">${json}</script>`;
    const { format, traces } = readTraceFile(html);
    expect(format).toBe('HTML export');
    expect(traces[0]?.spans).toHaveLength(4);
  });
});

describe('a file that is none of these', () => {
  it.each([
    ['', /The file is empty/],
    ['hello', /is no JSON: .*begins with "hello"/],
    ['<p>hi</p>', /HTML page without a trace of Spanloom/],
    ['[]', /An empty list was found/],
    ['{"a": 1, "b": 2}', /no trace; its keys: "a", "b"\. Expected: a trace of MLflow/],
    ['{"info": {}, "data": {"spans": 5}}', /whose "spans" is no list/],
    ['{"resourceSpans": []}', /OTLP request without spans/],
  ])('is refused in words: %s', (text, message) => {
    expect(() => readTraceFile(text)).toThrow(TraceFileError);
    expect(() => readTraceFile(text)).toThrow(message);
  });

  it('never breaks in any other way', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        for (const given of [
          value,
          { info: value, data: { spans: [value] } },
          { spans: [value] },
        ]) {
          try {
            for (const trace of readTraceFile(JSON.stringify(given)).traces) skeletonOf(trace);
          } catch (e) {
            expect(e).toBeInstanceOf(TraceFileError);
          }
        }
      }),
    );
  });
});

describe('the skeleton of a file', () => {
  it('has roots first, then by start, with the places of parents', () => {
    const skeleton = skeletonOf(one(golden('python/s07_nested_three/trace.json')));
    expect(skeleton.parent[0]).toBe(ROOT);
    expect([...skeleton.start]).toEqual([...skeleton.start].toSorted((x, y) => x - y));
    expect(skeleton.complete).toBe(true);
    expect(nameAt(skeleton, 0)).not.toBe('');
    expect(typeAt(skeleton, 0)).not.toBe('');
  });

  it('gives spans without an id of their own another one, and says so', () => {
    const span = { span_id: '00000000000000aa', name: 'twice', start_time_unix_nano: 1 };
    const lost = { ...span, parent_span_id: '00000000000000ff' };
    const { traces, notes } = readTraceFile(JSON.stringify({ spans: [span, span, lost] }));
    const trace = traces[0];
    if (!trace) throw new Error('no trace');
    const skeleton = skeletonOf(trace);
    expect(new Set([0, 1, 2].map((place) => spanIdAt(skeleton, place))).size).toBe(3);
    expect([...skeleton.parent]).toEqual([ROOT, ROOT, MISSING]);
    expect(notes).toEqual(['2 spans had no id of their own; they were given one.']);
  });
});

function size(part: string): number {
  return new TextEncoder().encode(part).length;
}

describe('the values of a file', () => {
  it('are cut between characters', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(60), (text, most) => {
        const cut = cutBytes(text, most);
        expect(cut.bytes).toBe(size(text));
        expect(size(cut.text)).toBeLessThanOrEqual(most);
        expect(text.startsWith(cut.text)).toBe(true);
        expect(cut.text + byteSlice(text, size(cut.text), cut.bytes)).toBe(text);
      }),
    );
  });

  it('are found by their field, whatever is in its name', () => {
    const trace = one(
      JSON.stringify({
        spans: [
          {
            span_id: 'aa',
            name: 'x',
            attributes: { 'a/b': '"one"' },
            events: [{ name: 'exception', attributes: { 'exception.type': 'java.lang.Error' } }],
          },
        ],
      }),
    );
    const span = trace.spans[0];
    if (!span) throw new Error('no span');
    expect(fieldText(span, 'attributes/a/b')).toBe('one');
    expect(fieldText(span, 'events/0/exception.type')).toBe('java.lang.Error');
    expect(fieldText(span, 'events/7/x')).toBeNull();
    expect(fieldText(span, 'nothing')).toBeNull();
    expect(fieldSlice(span, 'attributes/a/b', [1, 3])).toBe('ne');
  });

  it('are searched whatever the case', () => {
    const { spans } = one(golden('python/s04_retriever/trace.json'));
    const found = find(spans, 'DOCUMENT');
    expect(found.spans[0]?.fields).toContain('outputs');
    expect(found.spans[0]?.fields).toContain('name');
    expect(find(spans, 'not there').matches).toBe(0);
  });
});
