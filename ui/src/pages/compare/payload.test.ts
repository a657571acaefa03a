import { describe, expect, it } from 'vitest';
import type { TraceSource } from '../../api/source';
import type { SpanBody } from '../../api/types';
import { sections, withMore } from './payload';

const span: SpanBody = {
  trace_id: 'tr-1',
  span_id: '00000000000000aa',
  parent_id: null,
  name: 'ask',
  type: 'LLM',
  status: { code: 'OK', message: null },
  start_ns: '1',
  end_ns: '2',
  inputs: value('{"b": 1, "a": 2}'),
  outputs: null,
  attributes: [
    { key: 'mlflow.traceRequestId', ...value('tr-1', false) },
    { key: 'model', ...value('gpt', false) },
  ],
  events: [],
  links: [],
};

function value(text: string, json = true) {
  return { bytes: text.length, json, text, cut: false };
}

describe('the values of two spans', () => {
  it('are equal whatever the spaces and the order of keys', () => {
    const other = { ...span, inputs: value('{"a":2,"b":1}') };
    const all = sections(span, other);
    expect(all.map((section) => [section.name, section.removed, section.added])).toEqual([
      ['Inputs', 0, 0],
      ['Attributes', 0, 0],
    ]);
  });

  it('leave out what names the trace itself', () => {
    const other = {
      ...span,
      attributes: [
        { key: 'mlflow.traceRequestId', ...value('tr-2', false) },
        { key: 'model', ...value('other', false) },
      ],
    };
    const attributes = sections(span, other).find((section) => section.name === 'Attributes');
    expect([attributes?.removed, attributes?.added]).toEqual([1, 1]);
  });

  it('of a span without a partner are all removed', () => {
    expect(sections(span, null)[0]).toMatchObject({ name: 'Inputs', removed: 4, added: 0 });
    expect(sections(null, null)).toEqual([]);
  });

  it('say what of a long value is compared, and fetch more of it', async () => {
    const cut = { bytes: 3_000_000, json: true, text: '"xxx', cut: true };
    const long = { ...span, inputs: cut };
    const inputs = sections(long, span)[0];
    expect(inputs?.limits).toEqual(['Of A, the first 4 B of 2.86 MiB are compared.']);
    expect(inputs?.more).toBe('inputs');
    const asked: unknown[] = [];
    const source = {
      value: (...args: unknown[]) => {
        asked.push(args.slice(0, 3));
        return Promise.resolve('y'.repeat(2_097_152));
      },
    } as unknown as TraceSource;
    const whole = await withMore(source, long, 'inputs');
    expect(asked).toEqual([['00000000000000aa', 'inputs', [0, 2_097_152]]]);
    expect(whole.inputs?.cut).toBe(true);
    expect(sections(whole, span)[0]?.more).toBeNull();
  });
});
