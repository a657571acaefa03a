import { useEffect } from 'react';

/** Loads parts that are likely to be wanted, once the browser has nothing else to do. */
export function useIdlePreload(parts: readonly { preload(): void }[]): void {
  useEffect(() => {
    const load = () => parts.forEach((part) => part.preload());
    // Safari has no idle callbacks.
    if (typeof requestIdleCallback === 'undefined') {
      const timer = setTimeout(load, 500);
      return () => clearTimeout(timer);
    }
    const handle = requestIdleCallback(load, { timeout: 5000 });
    return () => cancelIdleCallback(handle);
  }, [parts]);
}
