import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { folded } from './folds';
import { diffLines, type Line } from './lines';
import { diffWords, type Piece } from './words';
import { prettyLines } from './pretty';

const lines = fc.array(fc.constantFrom('', 'one', 'two words', 'three more words', '}'), {
  maxLength: 40,
});

function textOf(line: Line): string {
  return line.text;
}

function many(word: string, n: number): string[] {
  return Array.from({ length: n }, (_, i) => `${word} ${i}`);
}

function changed(pieces: readonly Piece[] = []): readonly Piece[] {
  return pieces.filter((piece) => piece.changed);
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
    const words = diffWords('The sky is blue.', 'The sky is grey.');
    expect(changed(words?.a)).toEqual([{ text: 'blue', changed: true }]);
    expect(changed(words?.b)).toEqual([{ text: 'grey', changed: true }]);
  });

  it('leaves lines alone that are too long, or have too little in common, to compare by words', () => {
    expect(diffWords('x'.repeat(6000), 'y')).toBeNull();
    expect(diffWords(many('a', 200).join(' '), many('b', 200).join(' '))).toBeNull();
  });

  it('of lines that differ much is quick, has all of them, and says so', () => {
    const [a, b] = [many('a', 50_000), [...many('b', 50_000), 'a 7']];
    const { pairs, limit } = diffLines(a, b);
    expect(limit).toMatch(/More than 500 lines differ/);
    expect(pairs.filter((pair) => pair.kind === 'equal').map((pair) => pair.b?.text)).toEqual([
      'a 7',
    ]);
    expect(pairs.flatMap((pair) => pair.a?.text ?? [])).toEqual(a);
    expect(pairs.flatMap((pair) => pair.b?.text ?? [])).toEqual(b);
  });

  it('says how many lines of a text are compared', () => {
    const { limit, pairs } = diffLines(many('a', 100_001), many('a', 5));
    expect(limit).toBe('The first 100,000 of 100,001 lines are compared.');
    expect(pairs).toHaveLength(100_000);
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
