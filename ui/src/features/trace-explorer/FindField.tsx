import { ChevronDown, ChevronUp, Search } from 'lucide-react';
import type { Ref } from 'react';
import { Input, SearchField } from 'react-aria-components';
import { IconButton } from '../../components/button/Button';
import { count } from '../../lib/format/format';
import type { Counts } from '../../lib/trace/counts';
import styles from './Toolbar.module.css';
import type { Find } from './useFind';

interface FindFieldProps {
  readonly inputRef: Ref<HTMLInputElement>;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly find: Find;
  /** The matches that no filter hides: those that one goes through. */
  readonly shown: Counts | null;
  /** The place of the span that is looked at; -1 for none. */
  readonly selected: number;
  readonly spans: number;
  readonly onStep: (by: 1 | -1) => void;
  readonly onLeave: () => void;
}

/** Finds a text in names and values of the whole trace, and goes from match to match. */
export function FindField(props: FindFieldProps) {
  const { inputRef, value, onValue, find, shown, selected, spans, onStep, onLeave } = props;
  const total = shown?.total ?? 0;
  const current = selected >= 0 && shown?.has(selected) ? shown.ahead(selected) + 1 : 0;
  const hidden = (find.matches?.total ?? 0) - total;
  return (
    <div className={styles['find']}>
      <SearchField
        aria-label="Find in this trace"
        value={value}
        onChange={onValue}
        className={styles['field'] ?? ''}
        onKeyDown={(event) => {
          if (event.key === 'Enter') onStep(event.shiftKey ? -1 : 1);
          if (event.key === 'Escape') {
            if (value !== '') onValue('');
            else onLeave();
          }
        }}
      >
        <Search size={14} aria-hidden="true" />
        <Input ref={inputRef} placeholder="Find in names and values" />
        {find.text !== '' && (
          <span className={styles['place']} aria-hidden="true">
            {total === 0 ? '0' : `${current === 0 ? '–' : count(current)} of ${count(total)}`}
          </span>
        )}
      </SearchField>
      {find.text !== '' && (
        <>
          <IconButton label="Previous match" shortcut="N" onPress={() => onStep(-1)}>
            <ChevronUp size={15} />
          </IconButton>
          <IconButton label="Next match" shortcut="n" onPress={() => onStep(1)}>
            <ChevronDown size={15} />
          </IconButton>
          <span
            role="status"
            className={styles['said']}
            data-tone={find.error ? 'error' : undefined}
          >
            {said(find, spans, hidden)}
          </span>
        </>
      )}
    </div>
  );
}

/** What was searched and what came of it: never more than is so. */
function said(find: Find, spans: number, hidden: number): string {
  const total = find.matches?.total ?? 0;
  const matching = `${count(total)} ${total === 1 ? 'span' : 'spans'}`;
  const parts: string[] = [];
  if (find.error) {
    parts.push(`${matching} by name; the values could not be searched: ${find.error.message}`);
  } else if (find.found === null) {
    parts.push(`${matching} by name; searching the values of ${count(spans)} spans…`);
  } else {
    const { searched, complete, matches } = find.found;
    const times = matches > total ? `, ${count(matches)} matches` : '';
    parts.push(
      `${matching}${times}; searched ${count(searched)} spans; ${complete ? 'complete' : 'not complete: there may be more'}`,
    );
  }
  if (hidden > 0) parts.push(`${count(hidden)} of them hidden by filters`);
  return parts.join('; ');
}
