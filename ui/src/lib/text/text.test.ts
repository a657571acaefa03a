import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitAt } from './matches';
import { pieceAt, piecesOf } from './pieces';
import { codePoint, visible } from './visible';

const anyText = fc.string({ unit: 'binary', maxLength: 60 });

describe('visible', () => {
  it('keeps every character of a text, as text or by its code', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const parts = visible(text);
        const again = parts
          .map((part) => (part.kind === 'text' ? part.text : String.fromCodePoint(part.code)))
          .join('');
        expect(again).toBe(text);
      }),
    );
  });

  it('names what would not be seen or would turn the text', () => {
    const codes = visible('a\u0000b\u202Ec\u200Bd\u{E0041}e\tf\n')
      .filter((part) => part.kind === 'hidden')
      .map((part) => codePoint(part.code));
    expect(codes).toEqual(['U+0000', 'U+202E', 'U+200B', 'U+E0041']);
  });

  it('leaves joined emoji and scripts alone', () => {
    expect(visible('👩‍👧 שלום नमस्ते')).toHaveLength(1);
  });
});

describe('splitAt', () => {
  it('marks what is searched for and loses nothing', () => {
    expect(splitAt('Tool tool', 'TOOL').filter((piece) => piece.match)).toHaveLength(2);
    fc.assert(
      fc.property(anyText, anyText, (text, find) => {
        const pieces = splitAt(text, find);
        expect(pieces.map((piece) => piece.text).join('')).toBe(text);
      }),
    );
  });
});

describe('piecesOf', () => {
  it('cuts a text into pieces of a bounded length that make the whole', () => {
    const text = fc.array(fc.constantFrom('a', '\n', '😀', 'word '), { maxLength: 200 });
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 20 }), (parts, length) => {
        const whole = parts.join('');
        const bounds = piecesOf(whole, length);
        const pieces = [...bounds].slice(1).map((end, i) => whole.slice(bounds[i], end));
        expect(pieces.join('')).toBe(whole);
        expect(pieces.every((piece) => piece.length > 0 && piece.length <= length)).toBe(true);
        expect(
          pieces.every(
            (piece) => new TextDecoder().decode(new TextEncoder().encode(piece)) === piece,
          ),
        ).toBe(true);
        pieces.forEach((_, i) => expect(pieceAt(bounds, bounds[i] ?? 0)).toBe(i));
      }),
    );
  });

  it('is quick with a line of ten million characters', () => {
    expect(piecesOf('x'.repeat(10_000_000)).length).toBe(5001);
  });
});
