import { type Delta, shareWords, signed } from '../../lib/diff/delta';
import styles from './DeltaText.module.css';

interface DeltaTextProps {
  readonly delta: Delta | null;
  readonly format: (value: number) => string;
  /** Whether the change is worth a colour: more is worse, less is better. */
  readonly matters?: boolean;
}

/** How much more or less, with its sign, its share and a colour. */
export function DeltaText({ delta, format, matters = true }: DeltaTextProps) {
  if (delta === null) return <span className={styles['none']}>–</span>;
  const tone = !matters || delta.by === 0 ? 'same' : delta.by > 0 ? 'more' : 'less';
  return (
    <span className={styles['delta']} data-tone={tone}>
      {signed(delta.by, format)}
      {delta.by !== 0 && delta.share !== null && (
        <span className={styles['share']}>{shareWords(delta.share)}</span>
      )}
    </span>
  );
}
