import { ChevronRight } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { Plain } from '../text/Plain';
import styles from './Fold.module.css';

interface FoldProps {
  readonly title: ReactNode;
  readonly openAtFirst?: boolean;
  /** Drawn once it is opened. */
  readonly children: () => ReactNode;
}

/** A title under which more can be opened. */
export function Fold({ title, openAtFirst = false, children }: FoldProps) {
  const [open, setOpen] = useState(openAtFirst);
  const id = useId();
  return (
    <div className={styles['fold']}>
      <button
        type="button"
        className={styles['title']}
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <ChevronRight size={13} className={styles['sign']} data-open={open} aria-hidden="true" />
        {typeof title === 'string' ? <Plain text={title} /> : title}
      </button>
      <div id={id} hidden={!open}>
        {open && children()}
      </div>
    </div>
  );
}
