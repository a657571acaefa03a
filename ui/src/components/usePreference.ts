import { useCallback, useSyncExternalStore } from 'react';

const PREFIX = 'spanloom.';
const listeners = new Set<() => void>();

function read(key: string): string | null {
  try {
    return localStorage.getItem(PREFIX + key);
  } catch {
    return null; // a browser may forbid it
  }
}

/** Something that the reader has chosen, kept in this browser; a shared link never writes it. */
export function usePreference<T>(key: string, otherwise: T): readonly [T, (value: T) => void] {
  const stored = useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      window.addEventListener('storage', changed);
      return () => {
        listeners.delete(changed);
        window.removeEventListener('storage', changed);
      };
    },
    () => read(key),
  );
  const set = useCallback(
    (value: T) => {
      try {
        localStorage.setItem(PREFIX + key, JSON.stringify(value));
      } catch {
        // full or forbidden: the choice holds until something else is shown
      }
      for (const listener of listeners) listener();
    },
    [key],
  );
  return [parse(stored, otherwise), set];
}

function parse<T>(stored: string | null, otherwise: T): T {
  if (stored === null) return otherwise;
  const cached = parsed.get(stored);
  if (cached !== undefined) return cached as T;
  try {
    const value = JSON.parse(stored) as T;
    parsed.set(stored, value);
    return value;
  } catch {
    return otherwise;
  }
}

/** The same text gives the same object, so that what depends on it does not change with each rendering. */
const parsed = new Map<string, unknown>();
