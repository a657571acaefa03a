import { ChevronRight } from 'lucide-react';
import { bytes, count } from '../../lib/format/format';
import { endOf, isKnown, keyOf, type Row, startOf } from '../../lib/json/outline';
import { decoded, looksLikeJson, safeCut } from '../../lib/json/strings';
import { Button } from '../button/Button';
import { Plain } from '../text/Plain';
import styles from './JsonView.module.css';
import { STRING_SHOWN } from './useOutline';

/** Two bytes a character, at most; so small a string that holds JSON is looked into. */
const LOOKED_INTO = 1 << 22;
const PREVIEW = 120;

export type Opening = 'children' | 'string' | 'inner';

interface JsonRowProps {
  readonly row: Row;
  readonly find: string;
  readonly onOpen: (how: Opening) => void;
  readonly onMore: () => void;
}

/** What stands in a row: its name, and its value or the beginning of it. */
export function JsonRow({ row, find, onOpen, onMore }: JsonRowProps) {
  if (row.kind === 'more' || row.kind === 'earlier') {
    const { first, shown, scanner } = row.parent;
    const children = scanner?.children.count ?? 0;
    return (
      <>
        {count(first)} to {count(Math.min(shown, children) - 1)} of {count(children)} are shown.{' '}
        <Button look="quiet" onPress={onMore}>
          Show {row.kind}
        </Button>
      </>
    );
  }
  if (row.kind === 'piece') {
    return (
      <span className={styles['string']}>
        <Plain text={decoded(row.parent.text, startOf(row), endOf(row))} find={find} />
      </span>
    );
  }
  const key = keyOf(row);
  return (
    <>
      <span className={styles['key']} data-number={typeof key === 'number'}>
        {typeof key === 'number' ? key : <Plain text={key} find={find} />}:
      </span>{' '}
      <Value row={row} find={find} onOpen={onOpen} />
    </>
  );
}

export function Twisty({ open }: { readonly open: boolean }) {
  return <ChevronRight className={styles['twisty']} data-open={open} size={12} aria-hidden />;
}

interface ValueProps {
  readonly row: Row;
  readonly find: string;
  readonly onOpen: (how: Opening) => void;
}

function Value({ row, find, onOpen }: ValueProps) {
  const { text } = row.parent;
  const start = startOf(row);
  const end = endOf(row);
  const first = text[start];
  if (first === '{' || first === '[') return <Container row={row} />;
  if (first === '"') return <StringValue row={row} find={find} onOpen={onOpen} />;
  return (
    <span className={styles[/[-\dIN]/.test(first ?? '') ? 'number' : 'literal']}>
      <Plain text={text.slice(start, end)} find={find} />
    </span>
  );
}

function Container({ row }: { readonly row: Row }) {
  const { text } = row.parent;
  const start = startOf(row);
  const end = endOf(row);
  const [left, right] = text[start] === '{' ? ['{', '}'] : ['[', ']'];
  if (row.open) {
    const children = row.open.scanner?.children.count ?? 0;
    return (
      <span className={styles['faint']}>
        {left}
        {count(children)}
        {right}
      </span>
    );
  }
  const cut = safeCut(text, start, Math.min(end, start + PREVIEW));
  return (
    <>
      <span className={styles['preview']}>
        <Plain text={text.slice(start, cut)} />
        {cut < end && '…'}
      </span>
      {end - start > 1024 && <span className={styles['faint']}> {bytes(end - start)}</span>}
    </>
  );
}

function StringValue({ row, find, onOpen }: ValueProps) {
  const { text } = row.parent;
  const start = startOf(row) + 1;
  const end = isKnown(row) ? endOf(row) - 1 : endOf(row);
  const long = end - start > STRING_SHOWN;
  const cut = long ? safeCut(text, start, start + STRING_SHOWN) : end;
  const shown = decoded(text, start, cut);
  const holdsJson =
    isKnown(row) &&
    end - start < LOOKED_INTO &&
    looksLikeJson(shown.slice(0, 1) + text.slice(end - 1, end));
  return (
    <span className={styles['string']}>
      &quot;
      {!row.open?.scanner && <Plain text={row.open ? '' : shown} find={find} />}
      {row.open ? '…' : long && '…'}&quot;
      {!isKnown(row) && <span className={styles['faint']}> (it goes on)</span>}
      {!row.open && long && isKnown(row) && (
        <Button look="quiet" onPress={() => onOpen('string')}>
          Show all {count(end - start)} characters
        </Button>
      )}
      {!row.open && holdsJson && (
        <Button look="quiet" onPress={() => onOpen('inner')}>
          Open as JSON
        </Button>
      )}
    </span>
  );
}
