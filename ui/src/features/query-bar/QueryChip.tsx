import { X } from 'lucide-react';
import styles from './QueryBar.module.css';

interface QueryChipProps {
  readonly text: string;
  /** What is wrong with it. */
  readonly problem: string | null;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

/** One item of the query: it can be changed, or taken out. */
export function QueryChip({ text, problem, onEdit, onRemove }: QueryChipProps) {
  return (
    <span className={styles['chip']} data-bad={problem !== null} title={problem ?? undefined}>
      <button type="button" className={styles['edit']} onClick={onEdit} aria-label={`Edit ${text}`}>
        {text}
      </button>
      <button
        type="button"
        className={styles['remove']}
        onClick={onRemove}
        aria-label={`Remove ${text}`}
      >
        <X size={12} aria-hidden="true" />
      </button>
    </span>
  );
}
