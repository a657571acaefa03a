import { useCallback, useEffect, useRef, useState } from 'react';
import type { TraceSource, ValueField } from '../../../api/source';
import type { Value } from '../../../api/types';
import { loadWhole, wholeOf } from './wholeValue';

export interface Whole {
  /** All of the text, or what has come with the span. */
  readonly text: string;
  /** Whether that is all. */
  readonly complete: boolean;
  /** Bytes that have come while it loads; null else. */
  readonly loaded: number | null;
  readonly error: Error | null;
  /** Loads the rest; gives all. */
  readonly load: () => Promise<string>;
  readonly cancel: () => void;
}

/** A value that may have come cut, and what loads its rest. */
export function useWhole(
  source: TraceSource,
  spanId: string,
  field: ValueField,
  value: Value,
): Whole {
  const [progress, setProgress] = useState<{ of: Value; loaded: number } | null>(null);
  const [failed, setFailed] = useState<{ of: Value; error: Error } | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), [value]);

  const load = useCallback(async () => {
    const controller = new AbortController();
    running.current?.abort();
    running.current = controller;
    setFailed(null);
    setProgress({ of: value, loaded: 0 });
    try {
      return await loadWhole(
        source,
        spanId,
        field,
        value,
        (loaded) => setProgress({ of: value, loaded }),
        controller.signal,
      );
    } catch (e) {
      if (!controller.signal.aborted) {
        setFailed({ of: value, error: e instanceof Error ? e : new Error(String(e)) });
      }
      throw e;
    } finally {
      setProgress(null);
    }
  }, [source, spanId, field, value]);

  const whole = wholeOf(value);
  return {
    text: whole ?? value.text,
    complete: whole !== null,
    loaded: progress?.of === value ? progress.loaded : null,
    error: failed?.of === value ? failed.error : null,
    load,
    cancel: () => running.current?.abort(),
  };
}
