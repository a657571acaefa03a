import { Plain } from './Plain';
import styles from './TextView.module.css';

interface TextViewProps {
  readonly text: string;
  readonly find: string;
  readonly label: string;
}

/** A text of any length. */
export default function TextView({ text, find, label }: TextViewProps) {
  return (
    <pre className={styles['text']} aria-label={label}>
      <Plain text={text} find={find} />
    </pre>
  );
}
