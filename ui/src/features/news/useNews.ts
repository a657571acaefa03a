import { useEffect, useRef } from 'react';
import { listen } from '../../api/changes';
import type { TraceRow } from '../../api/types';

const WAIT_MILLIS = 3000;

interface Options {
  /** News that come so close together are told once. */
  readonly waitMillis?: number;
  /** Which traces matter; all without it. */
  readonly concerns?: (row: TraceRow) => boolean;
}

/** Calls back when traces of the experiment have changed. Nothing is told while the page is hidden: it is when it is seen again. */
export function useExperimentNews(
  experimentId: string,
  onNews: () => void,
  { waitMillis = WAIT_MILLIS, concerns }: Options = {},
): void {
  const current = useRef({ onNews, concerns });
  useEffect(() => {
    current.current = { onNews, concerns };
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    let lost = false;
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = null;
        if (document.visibilityState === 'visible') current.current.onNews();
        else document.addEventListener('visibilitychange', soon, { once: true });
      }, waitMillis);
    };
    const end = listen(
      { experimentId },
      {
        onRows: (rows, more) => {
          const matters = current.current.concerns;
          if (more || !matters || rows.some(matters)) soon();
        },
        onDeleted: soon,
        onConnected: (connected) => {
          if (connected && lost) soon();
          lost = !connected;
        },
      },
    );
    return () => {
      end();
      if (timer !== null) clearTimeout(timer);
      document.removeEventListener('visibilitychange', soon);
    };
  }, [experimentId, waitMillis]);
}
