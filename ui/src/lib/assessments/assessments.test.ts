import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Draft, EMPTY, faultsOf, typed, valueIn, wireValue } from './draft';
import { standing } from './history';

const one = (id: string, overrides: string | null, valid: boolean) => ({
  assessment_id: id,
  assessment_name: 'relevance',
  overrides,
  valid,
  create_time: null,
});

const draft = (change: Partial<Draft>): Draft => ({ ...EMPTY, name: 'n', user: 'u', ...change });

describe('standing', () => {
  it('puts what was replaced under what replaced it, the latest first', () => {
    const all = [
      one('a', null, false),
      one('b', 'a', false),
      one('c', 'b', true),
      one('x', null, true),
    ];
    expect(
      standing(all).map(({ current, replaced }) => [
        current.assessment_id,
        replaced.map((before) => before.assessment_id),
      ]),
    ).toEqual([
      ['c', ['b', 'a']],
      ['x', []],
    ]);
  });

  it('shows each assessment once, even where ids go round in a circle', () => {
    const id = fc.constantFrom('a', 'b', 'c', 'd');
    const any = fc.uniqueArray(
      fc.tuple(id, fc.option(id), fc.boolean()).map(([a, b, valid]) => one(a, b, valid)),
      { selector: (a) => a.assessment_id },
    );
    fc.assert(
      fc.property(any, (all) => {
        const ids = standing(all).flatMap(({ current, replaced }) => [current, ...replaced]);
        expect(new Set(ids.map((a) => a.assessment_id)).size).toBe(all.length);
      }),
    );
  });
});

describe('a draft', () => {
  it('says what is missing', () => {
    expect(Object.keys(faultsOf(EMPTY))).toEqual(['name', 'user', 'value']);
    expect(faultsOf(draft({ valueKind: 'number', value: 'x' })).value).toBe('Type a number.');
    expect(faultsOf(draft({ valueKind: 'json', value: '{' })).value).toMatch(/^Not JSON/);
    expect(faultsOf(draft({ value: 'true' }))).toEqual({});
  });

  it('gives back any value that it was made of', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(valueIn(draft(typed(value)))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it('is written as MLflow takes it', () => {
    expect(wireValue(draft({ value: 'true' }))).toEqual({ feedback: { value: true } });
    expect(wireValue(draft({ kind: 'expectation', valueKind: 'number', value: '0.8' }))).toEqual({
      expectation: { value: 0.8 },
    });
    expect(wireValue(draft({ kind: 'expectation', valueKind: 'json', value: '[1]' }))).toEqual({
      expectation: {
        serialized_value: { serialization_format: 'JSON_FORMAT', value: '[1]' },
      },
    });
  });
});
