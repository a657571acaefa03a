import { Button } from '../../components/button/Button';
import type { Item } from '../../lib/query/clauses';
import styles from './QueryBar.module.css';

interface ProblemsProps {
  readonly id: string;
  readonly items: readonly Item[];
  /** The item that is being written: it may still become right. */
  readonly written: string | null;
  readonly refusal: string | null;
  readonly onFix: (item: Item, fix: string) => void;
}

/** What of the query cannot be read and is left out, and what the server refuses. */
export function Problems({ id, items, written, refusal, onFix }: ProblemsProps) {
  return (
    <div id={id} role="status" className={styles['problems']}>
      {items.map((item) =>
        item.problem === null ? null : (
          <p key={item.from} data-tone={item.text === written ? 'hint' : 'error'}>
            <span>
              {item.text === written || <code>{item.text}</code>} {item.problem.message}
              {item.text === written ? '' : '. It is left out.'}
            </span>
            {item.problem.fix !== undefined && item.text !== written && (
              <Button look="quiet" onPress={() => onFix(item, item.problem?.fix ?? '')}>
                Search for it as text
              </Button>
            )}
          </p>
        ),
      )}
      {refusal !== null && <p data-tone="error">{refusal}</p>}
    </div>
  );
}
