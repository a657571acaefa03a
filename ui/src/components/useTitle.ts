import { useEffect } from 'react';

/** Names the page in the browser's tab and history; null leaves that to what is within the page. */
export function useTitle(title: string | null): void {
  useEffect(() => {
    if (title !== null) document.title = title === '' ? 'Spanloom' : `${title} – Spanloom`;
  }, [title]);
}
