import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JsonScanner } from './scanner';

const scanned = (text: string, step = 1e9) => {
  const scanner = new JsonScanner(text, 0, true);
  while (!scanner.run(step));
  return scanner;
};

function parses(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('JsonScanner', () => {
  it('takes what JSON.parse takes, and nothing else, however often it pauses', () => {
    const broken = fc
      .tuple(fc.json(), fc.nat(), fc.constantFrom('', '"', '{', ']', ',', '\\', 'x', '\u0001'))
      .map(([text, at, junk]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + junk + text.slice(place + 1);
      });
    fc.assert(
      fc.property(fc.oneof(fc.json(), broken), fc.integer({ min: 1, max: 9 }), (text, step) => {
        expect(scanned(text, step).error === null).toBe(parses(text));
      }),
      { numRuns: 500 },
    );
  });

  it('finds the places of the direct children', () => {
    const { children } = scanned('{ "a" : 1.50, "b": [2, {"c": 3}] }');
    expect(children.count).toBe(2);
    expect([
      children.keyStart(0),
      children.keyEnd(0),
      children.start(0),
      children.endOf(0),
    ]).toEqual([2, 5, 8, 12]);
    expect([children.start(1), children.endOf(1)]).toEqual([19, 32]);
    expect(children.at(27)).toBe(1);
    expect(children.at(6)).toBe(0);
    expect(children.at(33)).toBe(-1);
  });

  it('tells where a text breaks and what was expected', () => {
    expect(scanned('{"a": 1 "b": 2}').error).toEqual({
      at: 8,
      expected: ', or the end of the list',
    });
    expect(scanned('[1, ').error).toEqual({ at: 4, expected: 'a value' });
    expect(scanned('"never ends').error).toEqual({ at: 11, expected: 'the end of the string' });
    expect(scanned('1 2').error).toEqual({ at: 2, expected: 'the end' });
  });

  it('takes the numbers that Python writes', () => {
    expect(scanned('[NaN, -Infinity, 1e400, 12345678901234567890]').children.count).toBe(4);
  });

  it('reads a million levels without a stack', () => {
    const deep = '['.repeat(1_000_000) + ']'.repeat(1_000_000);
    expect(scanned(deep).error).toBeNull();
  });
});
