import { Button } from '../../components/button/Button';
import type { Item } from '../../lib/query/clauses';
import styles from './QueryBar.module.css';

interface ProblemsProps {
  readonly id: string;
  readonly items: readonly Item[];
  /** The item that is being written: it may still become right, and is spoken of where it is completed. */
  readonly written: string | null;
  readonly refusal: string | null;
  readonly onFix: (item: Item, fix: string) => void;
}

/** What of the query cannot be read and is left out, and what the server refuses. */
export function Problems({ id, items, written, refusal, onFix }: ProblemsProps) {
  return (
    <div id={id} role="status" className={styles['problems']}>
      {items.map((item) =>
        item.problem === null || item.text === written ? null : (
          <p key={item.from}>
            <span>
              <code>{item.text}</code> {item.problem.message}. It is left out.
            </span>
            {item.problem.fix !== undefined && (
              <Button look="quiet" onPress={() => onFix(item, item.problem?.fix ?? '')}>
                Search for it as text
              </Button>
            )}
          </p>
        ),
      )}
      {refusal !== null && <p>{refusal}</p>}
    </div>
  );
}
