import { useCallback, useEffect, useRef } from 'react';

/** A function that stays the same, and calls the one that was given last: for handlers of memoized parts. */
export function useLatest<A extends readonly unknown[], R>(
  handler: (...args: A) => R,
): (...args: A) => R {
  const latest = useRef(handler);
  useEffect(() => {
    latest.current = handler;
  });
  return useCallback((...args: A) => latest.current(...args), []);
}
