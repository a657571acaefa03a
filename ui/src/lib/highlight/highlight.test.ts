import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pieces } from './highlight';

describe('pieces of a text', () => {
  it('mark what is searched for, whatever its case', () => {
    expect(pieces('Rate limit, rate', ['rate', ''])).toEqual([
      { text: 'Rate', match: true, at: 0 },
      { text: ' limit, ', match: false, at: 4 },
      { text: 'rate', match: true, at: 12 },
    ]);
  });

  it('take the searched text literally', () => {
    expect(pieces('a.b axb', ['a.b'])[0]).toEqual({ text: 'a.b', match: true, at: 0 });
    expect(pieces('a.b axb', ['a.b'])).toHaveLength(2);
  });

  it('are the whole text together', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.array(fc.string()), (text, searched) => {
        expect(
          pieces(text, searched)
            .map((piece) => piece.text)
            .join(''),
        ).toBe(text);
      }),
    );
  });
});
