import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readable } from './preview';

describe('a preview', () => {
  it.each([
    ['{"question": "Why \\"so\\"?"}', 'Why "so"?'],
    ['"hi"', 'hi'],
    ['{"a": "b", "c": 1}', '{"a": "b", "c": 1}'],
    ['{"a": ["b"]}', '{"a": ["b"]}'],
    ['{"question": "cut off in the mid', 'cut off in the mid'],
    ['{"question": "cut in \\u00e', 'cut in '],
    ['plain text', 'plain text'],
    ['"a" and "b"', '"a" and "b"'],
    ['', ''],
  ])('%j is read as %j', (preview, expected) => {
    expect(readable(preview)).toBe(expected);
  });

  it('of one text is that text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (text, key) => {
        expect(readable(JSON.stringify({ [key]: text }))).toBe(text);
        expect(readable(JSON.stringify(text))).toBe(text);
      }),
    );
  });

  it('is read whatever it is', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{"\\:u0a .') }), (text) => {
        expect(typeof readable(text)).toBe('string');
      }),
    );
  });
});
