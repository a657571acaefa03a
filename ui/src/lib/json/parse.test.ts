import { describe, expect, it } from 'vitest';
import { isJsonText, parseKeeping } from './parse';

describe('parseKeeping', () => {
  it('parses as JSON.parse does', () => {
    expect(parseKeeping('{"a": [1, "x", null]}')).toEqual({ a: [1, 'x', null] });
  });

  it.runIf('rawJSON' in JSON)('keeps the digits of large numbers', () => {
    expect(JSON.stringify(parseKeeping('{"id":12345678901234567890,"a":0.1}'))).toBe(
      '{"id":12345678901234567890,"a":0.1}',
    );
  });
});

describe('isJsonText', () => {
  it('takes objects and lists', () => {
    expect(['{"a":1}', ' [1]', '{a}', '12', ''].map(isJsonText)).toEqual([
      true,
      true,
      false,
      false,
      false,
    ]);
  });
});
