import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pieces } from './highlight';

describe('pieces of a text', () => {
  it('mark what is searched for, whatever its case', () => {
    expect(pieces('Rate limit, rate', ['rate', ''])).toEqual([
      { text: 'Rate', match: true },
      { text: ' limit, ', match: false },
      { text: 'rate', match: true },
    ]);
  });

  it('take the searched text literally', () => {
    expect(pieces('a.b axb', ['a.b'])[0]).toEqual({ text: 'a.b', match: true });
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
