import { ArrowDown, ArrowUp, FoldVertical, UnfoldVertical } from 'lucide-react';
import { Button, IconButton } from '../../components/button/Button';
import { LEAST_NANOS, LEAST_SHARE } from '../../lib/diff/changes';
import { count, durationOfNanos } from '../../lib/format/format';
import styles from './ComparePage.module.css';

interface DiffToolbarProps {
  readonly differences: number;
  readonly rows: number;
  readonly only: boolean;
  readonly onOnly: (only: boolean) => void;
  readonly onNext: (by: 1 | -1) => void;
  readonly onExpand: () => void;
  readonly onCollapse: () => void;
}

export function DiffToolbar(props: DiffToolbarProps) {
  const { differences, rows, only, onOnly, onNext, onExpand, onCollapse } = props;
  return (
    <div className={styles['toolbar']} role="toolbar" aria-label="Differences">
      <Button pressed={only} onPress={() => onOnly(!only)}>
        Only differences
      </Button>
      <IconButton label="Next difference" shortcut="n" onPress={() => onNext(1)}>
        <ArrowDown size={15} />
      </IconButton>
      <IconButton label="Previous difference" shortcut="N" onPress={() => onNext(-1)}>
        <ArrowUp size={15} />
      </IconButton>
      <IconButton label="Expand all spans" shortcut="[" onPress={onExpand}>
        <UnfoldVertical size={15} />
      </IconButton>
      <IconButton label="Collapse all spans" shortcut="]" onPress={onCollapse}>
        <FoldVertical size={15} />
      </IconButton>
      <span className={styles['words']}>
        <strong>
          {count(differences)} of {count(rows)}
        </strong>{' '}
        rows differ: only in A or B, in status, model, tokens, cost, or by {LEAST_SHARE * 100} % and{' '}
        {durationOfNanos(LEAST_NANOS)} in duration.
      </span>
    </div>
  );
}
