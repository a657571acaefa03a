import { describe, expect, it } from 'vitest';
import { TextSearch } from '../text/search';
import { jsonForms } from './search';

function places(text: string, find: string): readonly number[] {
  const search = new TextSearch(text, jsonForms(find));
  while (!search.run());
  return search.found;
}

describe('TextSearch of a JSON text', () => {
  it('finds a text whatever the case, and as JSON writes it', () => {
    expect(places('{"a": "Basel"}', 'basel')).toEqual([7]);
    expect(places(JSON.stringify(['say "hi"\nnow']), '"hi"\nnow')).toEqual([6]);
    expect(places(String.raw`["Z\u00fcrich", "Zürich"]`, 'zürich')).toEqual([2, 17]);
  });

  it('finds what lies across two windows once', () => {
    const text = 'x'.repeat((1 << 20) - 3) + 'needle' + 'x'.repeat(100);
    expect(places(text, 'needle')).toEqual([(1 << 20) - 3]);
  });

  it('takes the text literally', () => {
    expect(places('["a.b", "axb"]', 'a.b')).toEqual([2]);
  });
});
