import type { Option } from '../../lib/query/complete';
import styles from './QueryBar.module.css';

interface SuggestionsProps {
  readonly id: string;
  readonly options: readonly Option[];
  /** The place of the option that Enter takes; -1 for none. */
  readonly active: number;
  readonly left: number;
  /** Said below the options. */
  readonly note: string | null;
  readonly onChoose: (option: Option) => void;
}

export const optionId = (id: string, index: number): string => `${id}-${index}`;

/** What may be written next, below the query bar. */
export function Suggestions({ id, options, active, left, note, onChoose }: SuggestionsProps) {
  return (
    // The focus stays in the field: it has the keys of this list.
    <div
      className={styles['popover']}
      style={{ left }}
      onPointerDown={(event) => event.preventDefault()}
      role="presentation"
    >
      <div role="listbox" id={id} aria-label="Suggestions" className={styles['options']}>
        {options.map((option, index) => (
          <div
            key={option.text}
            id={optionId(id, index)}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className={styles['option']}
            ref={
              index === active
                ? (element) => element?.scrollIntoView?.({ block: 'nearest' })
                : undefined
            }
            onClick={() => onChoose(option)}
            onKeyDown={undefined}
          >
            <span className={styles['label']}>{option.label}</span>
            <span className={styles['hint']}>{option.hint}</span>
          </div>
        ))}
      </div>
      {note !== null && <p className={styles['note']}>{note}</p>}
    </div>
  );
}
