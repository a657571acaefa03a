import { useEffect, useState } from 'react';

const TICK_MILLIS = 1000;

/** The time now in milliseconds, each second as long as something runs; else null. */
export function useNow(runs: boolean): number | null {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!runs) return;
    const timer = setInterval(() => setNow(Date.now()), TICK_MILLIS);
    return () => clearInterval(timer);
  }, [runs]);
  return runs ? now : null;
}
