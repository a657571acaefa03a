import { Button } from '../../components/button/Button';
import { count } from '../../lib/format/format';
import { nameAt } from '../../lib/skeleton/skeleton';
import { NO_FILTERS } from './FilterMenu';
import styles from './Toolbar.module.css';
import type { Model } from './useModel';
import type { ChangeView } from './useSettled';
import { hiddenWords } from './words';

/** Says what is not shown, and gets it back. */
export function FilterLine({
  model,
  focusId,
  onView,
}: {
  readonly model: Model;
  readonly focusId: string | null;
  readonly onView: ChangeView;
}) {
  const { filtered, focus, tree, skeleton } = model;
  if (filtered === null && focusId === null) return null;
  const outside = focus < 0 ? 0 : tree.count - (tree.size[focus] ?? 0);
  return (
    <div className={styles['line']} role="status">
      {focusId !== null && (
        <span>
          {focus >= 0 ? (
            <>
              Only <strong className={styles['focusName']}>{nameAt(skeleton, focus)}</strong> and
              what is below it; {count(outside)} {outside === 1 ? 'span' : 'spans'} outside.
            </>
          ) : (
            <>The span {focusId} that the link looks at is not in this trace; all is shown.</>
          )}{' '}
          <Button look="quiet" onPress={() => onView({ focus: null }, 'push')}>
            Show the whole trace
          </Button>
        </span>
      )}
      {filtered !== null && (
        <span>
          {count(filtered.matches)} {filtered.matches === 1 ? 'span matches' : 'spans match'} the
          filter; {hiddenWords(filtered.hidden, filtered.hiddenErrors)}.{' '}
          <Button look="quiet" onPress={() => onView(NO_FILTERS)}>
            Clear all
          </Button>
        </span>
      )}
    </div>
  );
}
