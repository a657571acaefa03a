import { useEffect, useMemo, useState } from 'react';
import { inSlices } from '../../lib/slices/slices';
import { TextSearch } from '../../lib/text/search';

export interface Search {
  readonly found: readonly number[];
  readonly done: boolean;
  readonly capped: boolean;
}

const NONE: Search = { found: [], done: true, capped: false };

/** Searches a text of any length without holding up the page. */
export function useSearch(text: string, forms: readonly string[]): Search {
  const [, told] = useState(0);
  const search = useMemo(() => new TextSearch(text, forms), [text, forms]);
  useEffect(() => {
    const ended = new AbortController();
    void inSlices(
      () => search.run(),
      () => told((before) => before + 1),
      ended.signal,
    );
    return () => ended.abort();
  }, [search]);
  if (forms.length === 0) return NONE;
  return { found: search.found, done: search.done, capped: search.capped };
}
