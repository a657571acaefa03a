import type { ReactNode } from 'react';
import { Button } from '../button/Button';
import styles from './Notice.module.css';

interface NoticeProps {
  readonly tone?: 'info' | 'warning' | 'error';
  readonly title: string;
  readonly children?: ReactNode;
  readonly onRetry?: () => void;
}

/** A line in a box which says what is not as it should be, and what to do. */
export function Notice({ tone = 'info', title, children, onRetry }: NoticeProps) {
  return (
    <div className={styles['notice']} data-tone={tone} role={tone === 'error' ? 'alert' : 'status'}>
      <div className={styles['words']}>
        <strong>{title}</strong>
        {children && <div className={styles['detail']}>{children}</div>}
      </div>
      {onRetry && <Button onPress={onRetry}>Try again</Button>}
    </div>
  );
}

/** A failed request, as the server says it. */
export function Failure({
  error,
  onRetry,
}: {
  readonly error: Error;
  readonly onRetry?: () => void;
}) {
  return (
    <Notice tone="error" title="This could not be loaded" {...(onRetry ? { onRetry } : {})}>
      {error.message}
    </Notice>
  );
}

/** What stands where there is nothing to show. */
export function Nothing({
  title,
  children,
}: {
  readonly title: string;
  readonly children?: ReactNode;
}) {
  return (
    <div className={styles['nothing']}>
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** Something is on its way. */
export function Loading({ what }: { readonly what: string }) {
  return (
    <div className={styles['loading']} role="status">
      <span className={styles['spinner']} aria-hidden="true" />
      Loading {what}…
    </div>
  );
}
