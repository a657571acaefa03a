import type { ReactNode } from 'react';
import styles from './Badge.module.css';

export type Tone = 'neutral' | 'ok' | 'error' | 'warning' | 'running' | 'accent';

interface BadgeProps {
  readonly tone?: Tone;
  readonly title?: string;
  readonly children: ReactNode;
}

/** A short fact in a coloured box. */
export function Badge({ tone = 'neutral', title, children }: BadgeProps) {
  return (
    <span className={styles['badge']} data-tone={tone} title={title}>
      {children}
    </span>
  );
}

const STATES: Record<string, readonly [Tone, string]> = {
  OK: ['ok', 'OK'],
  ERROR: ['error', 'Error'],
  IN_PROGRESS: ['running', 'Running'],
  STATE_UNSPECIFIED: ['neutral', 'Unknown'],
  UNSET: ['neutral', 'Unset'],
};

/** The state of a trace or the status of a span. */
export function StateBadge({ state }: { readonly state: string }) {
  const [tone, word] = STATES[state] ?? (['neutral', state] as const);
  return (
    <Badge tone={tone}>
      <span className={styles['dot']} aria-hidden="true" />
      {word}
    </Badge>
  );
}
