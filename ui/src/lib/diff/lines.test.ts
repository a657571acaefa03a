import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { folded } from './folds';
import { diffLines, type Line } from './lines';
import { prettyLines } from './pretty';

const lines = fc.array(fc.constantFrom('', 'one', 'two words', 'three more words', '}'), {
  maxLength: 40,
});

function textOf(line: Line): string {
  return line.pieces.map((piece) => piece.text).join('');
}

function many(word: string, n: number): string[] {
  return Array.from({ length: n }, (_, i) => `${word} ${i}`);
}

describe('a comparison of lines', () => {
  it('has all lines of both sides, in order and with their numbers', () => {
    fc.assert(
      fc.property(lines, lines, (a, b) => {
        const { pairs } = diffLines(a, b);
        const left = pairs.flatMap((pair) => pair.a ?? []);
        const right = pairs.flatMap((pair) => pair.b ?? []);
        expect(left.map(textOf)).toEqual(a);
        expect(right.map(textOf)).toEqual(b);
        expect(left.map((line) => line.number)).toEqual(a.map((_, i) => i + 1));
        expect(right.map((line) => line.number)).toEqual(b.map((_, i) => i + 1));
      }),
    );
  });

  it('calls lines equal that are, and no others', () => {
    fc.assert(
      fc.property(lines, lines, (a, b) => {
        for (const pair of diffLines(a, b).pairs) {
          if (pair.kind === 'equal')
            expect(pair.a && textOf(pair.a)).toBe(pair.b && textOf(pair.b));
        }
        expect(diffLines(a, a)).toMatchObject({ removed: 0, added: 0, limit: null });
      }),
    );
  });

  it('marks the words that have changed within a line', () => {
    const [pair] = diffLines(['The sky is blue.'], ['The sky is grey.']).pairs;
    expect(pair?.kind).toBe('changed');
    expect(pair?.a?.pieces.filter((piece) => piece.changed).map((piece) => piece.text)).toEqual([
      'blue',
    ]);
    expect(pair?.b?.pieces.filter((piece) => piece.changed).map((piece) => piece.text)).toEqual([
      'grey',
    ]);
  });

  it('says when there was too much to compare', () => {
    expect(diffLines(many('a', 60_000), many('b', 60_000)).limit).toMatch(/100,000 lines/);
    expect(diffLines(many('a', 5000), many('b', 5000)).limit).toMatch(/4,000 lines differ/);
    expect(diffLines(['x'.repeat(5000)], ['y'.repeat(5000)]).limit).toMatch(
      /1 changed line is too long/,
    );
  });
});

describe('the lines of a value', () => {
  it('of JSON do not depend on its spaces or the order of its keys', () => {
    expect(prettyLines('{"b": [1, 2], "a": {}}', true)).toEqual(
      prettyLines('{"a":{},"b":[1,2]}', true),
    );
    expect(prettyLines('{"b": [1], "a": "x"}', true)).toEqual([
      '{',
      '  "a": "x",',
      '  "b": [',
      '    1',
      '  ]',
      '}',
    ]);
  });

  it('put the lines of a string within JSON on lines of their own', () => {
    expect(prettyLines(JSON.stringify({ p: 'one\ntwo\\n' }), true)).toEqual([
      '{',
      '  "p": "one\\n',
      '    two\\\\n"',
      '}',
    ]);
  });

  it('of JSON that was cut are the text itself', () => {
    expect(prettyLines('{"a": [1,\n 2', true)).toEqual(['{"a": [1,', ' 2']);
  });

  it('say every JSON value, however deep', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify(value);
        const joined = prettyLines(text, true)
          .map((line) => line.trimStart())
          .join('');
        if (!text.includes('\\n') && !/ /.test(text)) {
          expect(JSON.parse(joined)).toEqual(JSON.parse(text));
        }
      }),
    );
    const deep = '['.repeat(1000) + ']'.repeat(1000);
    expect(prettyLines(deep, true).length).toBeLessThan(500);
    const deeper = '['.repeat(100_000) + ']'.repeat(100_000);
    expect(prettyLines(deeper, true)).toEqual([deeper]);
  });
});

describe('folds', () => {
  it('hide equal lines but for those beside a change, and open', () => {
    const a = Array.from({ length: 30 }, (_, i) => `line ${i}`);
    const b = a.with(20, 'changed');
    const { pairs } = diffLines(a, b);
    const rows = folded(pairs, new Set());
    expect(rows[0]).toEqual({ kind: 'fold', from: 0, count: 17 });
    expect(rows.at(-1)).toEqual({ kind: 'fold', from: 24, count: 6 });
    expect(rows).toHaveLength(1 + 3 + 1 + 3 + 1);
    expect(folded(pairs, new Set([0]))).toHaveLength(17 + 3 + 1 + 3 + 1);
  });

  it('with all open are all lines', () => {
    fc.assert(
      fc.property(lines, lines, (a, b) => {
        const { pairs } = diffLines(a, b);
        const shown = folded(pairs, new Set(pairs.keys()));
        expect(shown).toEqual(pairs.map((pair) => ({ kind: 'pair', pair })));
        const count = folded(pairs, new Set()).reduce(
          (sum, row) => sum + (row.kind === 'fold' ? row.count : 1),
          0,
        );
        expect(count).toBe(pairs.length);
      }),
    );
  });
});
