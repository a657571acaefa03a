import { Waypoints } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';
import { endOf, type OpenNode, type Row, startOf } from '../../lib/json/outline';
import { pathOf } from '../../lib/json/path';
import { jsonForms } from '../../lib/json/search';
import { CopyButton } from '../copy/CopyButton';
import { FindBar } from '../find/FindBar';
import { useSearch } from '../find/useSearch';
import { Notice } from '../notice/Notice';
import TextView from '../text/TextView';
import { useInnerVirtualizer } from '../virtual/useInnerVirtualizer';
import { decoded } from '../../lib/json/strings';
import { JsonRow, type Opening, Twisty } from './JsonRow';
import styles from './JsonView.module.css';
import { moved } from './move';
import { isContainer, useOutline } from './useOutline';

interface JsonViewProps {
  readonly text: string;
  readonly find: string;
  readonly label: string;
  /** Whether this is but the beginning of the text. */
  readonly cut?: boolean;
}

/** What is longer can be searched. */
const SEARCHED = 2000;
const INDENT = 12;
/** Deeper levels are not moved further to the right. */
const INDENTED_LEVELS = 16;
/** A cut text breaks within the last escape, word or number. */
const LAST_TOKEN = 40;

/** A JSON text of any size as a tree: nothing is parsed but what is opened. */
export default function JsonView(props: JsonViewProps) {
  const { text, cut = false } = props;
  const tree = useOutline(text);
  const { scanner } = tree.outline.root;
  const broken = scanner?.error ?? null;
  if (broken && !(cut && text.length - broken.at < LAST_TOKEN)) {
    return (
      <>
        <Notice tone="warning" title={`This is not JSON: ${breakOf(text, broken.at)}`}>
          Expected {broken.expected}.
        </Notice>
        <TextView {...props} />
      </>
    );
  }
  const first = text[firstPlace(text)];
  if (scanner?.done && !isContainer(first)) {
    const inner = first === '"' ? decoded(text.trim(), 1, text.trim().length - 1) : text;
    return <TextView {...props} text={inner} />;
  }
  if (scanner?.done && tree.outline.rowCount === 0) {
    return (
      <p className={styles['nothing']}>{first === '{' ? 'An empty object' : 'An empty list'}</p>
    );
  }
  return <Tree key={props.find} {...props} tree={tree} />;
}

function firstPlace(text: string): number {
  return /[^\t\n\r ]/.exec(text.slice(0, 1000))?.index ?? 0;
}

function breakOf(text: string, at: number): string {
  const before = text.slice(0, at);
  const line = before.split('\n').length;
  const column = at - before.lastIndexOf('\n');
  return at >= text.length
    ? `it ends too early, at line ${line}, column ${column}`
    : `it breaks at line ${line}, column ${column}`;
}

const estimate = () => 22;

interface TreeProps extends JsonViewProps {
  readonly tree: ReturnType<typeof useOutline>;
}

function Tree({ text, find, label, tree }: TreeProps) {
  const { outline, open, close, reveal, more } = tree;
  const box = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState<{ parent: OpenNode; index: number } | null>(null);
  const [query, setQuery] = useState(find);
  const [current, setCurrent] = useState(-1);
  const forms = useMemo(() => (query ? jsonForms(query) : []), [query]);
  const search = useSearch(text, forms);
  const rows = useInnerVirtualizer({
    list: box,
    count: outline.rowCount,
    estimate,
  });
  // What was searched for in the trace is opened, so that it can be seen; nothing is scrolled.
  const first = find !== '' && query === find && search.done ? search.found[0] : undefined;
  useEffect(() => {
    if (first !== undefined) void reveal(first);
  }, [first, reveal]);
  const activePlace = active ? outline.placeOf(active.parent, active.index) : -1;

  const go = (row: Row | null, align: 'auto' | 'center' = 'auto') => {
    if (!row) return;
    setActive({ parent: row.parent, index: row.index });
    rows.scrollToIndex(outline.placeOf(row.parent, row.index), { align });
  };
  const toggle = (row: Row) => {
    setActive({ parent: row.parent, index: row.index });
    if (row.open) close(row.open);
    else if (isContainer(row.parent.text[startOf(row)])) void open(row);
  };
  const rowId = (place: number) => `${label}-row-${place}`.replaceAll(/\W+/g, '-');

  return (
    <>
      {text.length > SEARCHED && (
        <FindBar
          label={`Find in ${label}`}
          query={query}
          onQuery={(next) => {
            setQuery(next);
            setCurrent(-1);
          }}
          search={search}
          current={current}
          onCurrent={(index) => {
            setCurrent(index);
            void reveal(search.found[index] ?? 0).then((row) => go(row, 'center'));
          }}
        />
      )}
      <div
        ref={box}
        role="tree"
        aria-label={label}
        tabIndex={0}
        aria-activedescendant={activePlace >= 0 ? rowId(activePlace) : undefined}
        className={styles['tree']}
        style={{ height: rows.getTotalSize() }}
        onFocus={(event) => {
          if (event.target === box.current && !active) go(outline.row(0));
        }}
        onKeyDown={(event) => {
          if (isControl(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
          const step = moved(event.key, activePlace, outline);
          if (!step) return;
          event.preventDefault();
          event.stopPropagation();
          if (step.toggle) toggle(step.row);
          else go(step.row);
        }}
      >
        {rows.getVirtualItems().map(({ key, index, start }) => {
          const row = outline.row(index);
          if (!row) return null;
          const folds = row.kind === 'child' && isContainer(row.parent.text[startOf(row)]);
          return (
            // Keys are taken by the tree, which has the focus.
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
            <div
              key={key}
              ref={rows.measureElement}
              id={rowId(index)}
              data-index={index}
              role="treeitem"
              tabIndex={-1}
              aria-level={row.depth + 1}
              aria-posinset={row.index + 1}
              aria-setsize={row.parent.scanner?.children.count ?? -1}
              aria-selected={index === activePlace}
              {...(folds || row.open ? { 'aria-expanded': !!row.open } : {})}
              className={styles['row']}
              style={{
                transform: `translateY(${start}px)`,
                paddingLeft: 10 + Math.min(row.depth, INDENTED_LEVELS) * INDENT,
              }}
              onClick={() => {
                if (folds && !window.getSelection()?.toString()) toggle(row);
                else setActive({ parent: row.parent, index: row.index });
              }}
            >
              {folds || row.open ? (
                <button
                  type="button"
                  tabIndex={-1}
                  aria-hidden="true"
                  className={styles['fold']}
                  onClick={(event) => {
                    event.stopPropagation();
                    toggle(row);
                  }}
                >
                  <Twisty open={!!row.open} />
                </button>
              ) : (
                <span className={styles['fold']} />
              )}
              <span className={styles['content']}>
                {row.depth > INDENTED_LEVELS && (
                  <span className={styles['faint']}>level {row.depth + 1} </span>
                )}
                <JsonRow
                  row={row}
                  find={query}
                  onOpen={(how: Opening) => void open(row, how)}
                  onMore={() => {
                    if (row.kind === 'earlier' || row.kind === 'more') more(row.parent, row.kind);
                  }}
                />
              </span>
              {index === activePlace && row.kind === 'child' && (
                <span className={styles['actions']}>
                  <CopyButton label="Copy value" text={() => valueOf(row)} />
                  <CopyButton
                    label="Copy path"
                    text={() => pathOf(row)}
                    icon={<Waypoints size={14} />}
                  />
                </span>
              )}
            </div>
          );
        })}
      </div>
      {!outline.root.scanner?.done && (
        <p className={styles['nothing']} role="status">
          Reading…
        </p>
      )}
    </>
  );
}

/** Whether a key is meant for a button within a row. */
function isControl(target: EventTarget): boolean {
  return target instanceof HTMLButtonElement;
}

/** A string as it is, anything else as it is written. */
function valueOf(row: Row): string {
  const { text } = row.parent;
  const [start, end] = [startOf(row), endOf(row)];
  return text[start] === '"' ? decoded(text, start + 1, end - 1) : text.slice(start, end);
}
