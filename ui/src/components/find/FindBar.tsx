import { ChevronDown, ChevronUp } from 'lucide-react';
import type { ReactNode } from 'react';
import { Input, SearchField } from 'react-aria-components';
import { count } from '../../lib/format/format';
import { IconButton } from '../button/Button';
import styles from './FindBar.module.css';
import type { Search } from './useSearch';

interface FindBarProps {
  readonly label: string;
  readonly query: string;
  readonly onQuery: (query: string) => void;
  readonly search: Search;
  /** The match that is shown; -1 when none is yet. */
  readonly current: number;
  readonly onCurrent: (index: number) => void;
  readonly children?: ReactNode;
}

/** Finds in what is shown below, with steps from match to match. */
export function FindBar(props: FindBarProps) {
  const { label, query, onQuery, search, current, onCurrent, children } = props;
  const total = search.found.length;
  const step = (by: number) => {
    if (total > 0)
      onCurrent(current < 0 ? (by > 0 ? 0 : total - 1) : (current + by + total) % total);
  };
  return (
    <div className={styles['bar']}>
      <SearchField
        aria-label={label}
        value={query}
        onChange={onQuery}
        className={styles['field'] ?? ''}
      >
        <Input
          placeholder="Find"
          onKeyDown={(event) => {
            if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
          }}
        />
      </SearchField>
      {query && (
        <>
          <span className={styles['count']} role="status">
            {said(search, current)}
          </span>
          <IconButton label="Previous match" isDisabled={total === 0} onPress={() => step(-1)}>
            <ChevronUp size={14} />
          </IconButton>
          <IconButton label="Next match" isDisabled={total === 0} onPress={() => step(1)}>
            <ChevronDown size={14} />
          </IconButton>
        </>
      )}
      {children}
    </div>
  );
}

function said({ found, done, capped }: Search, current: number): string {
  const total = count(found.length) + (capped ? ' or more' : '');
  if (!done) return `${total} so far…`;
  if (found.length === 0) return 'none found';
  return current < 0 ? `${total} found` : `${count(current + 1)} of ${total}`;
}
