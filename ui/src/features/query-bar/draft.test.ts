import { describe, expect, it } from 'vitest';
import { atEnd, draftOf, edited, removed, settled, textOf, typed } from './draft';

describe('the draft of a query', () => {
  it('makes an item of what a space ends', () => {
    const draft = typed(typed(draftOf('status:OK'), 'tag.a:b'), 'tag.a:b ');
    expect(draft).toEqual({ items: ['status:OK', 'tag.a:b'], at: 2, text: '' });
  });

  it('keeps spaces in quotes and parentheses', () => {
    expect(typed(draftOf(''), '"rate ').text).toBe('"rate ');
    expect(typed(draftOf(''), '(a = 1 ').text).toBe('(a = 1 ');
    expect(typed(draftOf(''), '(a = 1) ').items).toEqual(['(a = 1)']);
  });

  it('takes a pasted query apart', () => {
    expect(typed(draftOf(''), 'status:OK "a b" cost>1')).toEqual({
      items: ['status:OK', '"a b"'],
      at: 2,
      text: 'cost>1',
    });
  });

  it('is edited in its place', () => {
    const draft = edited(draftOf('a b c'), 1);
    expect(draft).toEqual({ items: ['a', 'c'], at: 1, text: 'b' });
    expect(textOf(draft)).toBe('a b c');
    expect(textOf(settled({ ...draft, text: 'x' }))).toBe('a x c');
    expect(edited({ ...draft, text: 'x' }, 1)).toEqual({ items: ['a', 'x'], at: 2, text: 'c' });
    expect(edited({ ...draft, text: 'x' }, 0)).toEqual({ items: ['x', 'c'], at: 0, text: 'a' });
  });

  it('loses an item and keeps its place', () => {
    expect(removed(edited(draftOf('a b c'), 2), 0)).toEqual({ items: ['b'], at: 1, text: 'c' });
    expect(atEnd(edited(draftOf('a b'), 0))).toEqual({ items: ['a', 'b'], at: 2, text: '' });
  });
});
