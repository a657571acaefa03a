import { useEffect, useRef } from 'react';
import { listen } from '../../api/changes';

const WAIT_MILLIS = 3000;

/** Calls back when traces of the experiment have changed, once for what comes close together. Nothing is asked while the page is hidden. */
export function useExperimentNews(
  experimentId: string,
  onNews: () => void,
  waitMillis = WAIT_MILLIS,
): void {
  const current = useRef(onNews);
  useEffect(() => {
    current.current = onNews;
  });
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | null = null;
    let lost = false;
    const soon = () => {
      timer ??= setTimeout(() => {
        timer = null;
        if (document.visibilityState === 'visible') current.current();
        else document.addEventListener('visibilitychange', soon, { once: true });
      }, waitMillis);
    };
    const end = listen(
      { experimentId },
      {
        onRows: soon,
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
