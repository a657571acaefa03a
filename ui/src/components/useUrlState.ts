import { useCallback, useMemo } from 'react';
import { useLocation, useSearch } from 'wouter';
import type { Codec } from '../lib/urls/codec';

/**
 * The state of a page that is in its URL.
 *
 * @returns the state, and what changes a part of it; `push` makes a step that the browser's Back undoes
 */
export function useUrlState<T extends object>(
  codec: Codec<T>,
): readonly [T, (change: Partial<T>, how?: 'replace' | 'push') => void] {
  const search = useSearch();
  const [, navigate] = useLocation();
  const state = useMemo(() => codec.decode(search), [codec, search]);
  const change = useCallback(
    (part: Partial<T>, how: 'replace' | 'push' = 'replace') => {
      // What stands in the URL now, not when this was made: two changes in one task are both kept.
      const now = codec.decode(window.location.search);
      navigate(
        window.location.pathname.slice(basePath().length) + codec.encode({ ...now, ...part }),
        {
          replace: how === 'replace',
        },
      );
    },
    [codec, navigate],
  );
  return [state, change];
}

/** The path that the UI is served under, without a slash at its end. */
export function basePath(): string {
  return new URL(document.baseURI).pathname.replace(/\/$/, '');
}
