import { useMemo, useRef, useState } from 'react';
import { pieceAt, piecesOf } from '../../lib/text/pieces';
import { FindBar } from '../find/FindBar';
import { useSearch } from '../find/useSearch';
import { useInnerVirtualizer } from '../virtual/useInnerVirtualizer';
import { Plain } from './Plain';
import styles from './TextView.module.css';

interface TextViewProps {
  readonly text: string;
  readonly find: string;
  readonly label: string;
}

/** What is shorter is drawn at once. */
const SHORT = 10_000;

/** A text of any length, as text alone. */
export default function TextView(props: TextViewProps) {
  if (props.text.length > SHORT) return <LongText key={props.find} {...props} />;
  return (
    <pre className={styles['text']} aria-label={props.label}>
      {props.text === '' ? <i className={styles['empty']}>empty</i> : <Plain {...props} />}
    </pre>
  );
}

function LongText({ text, find, label }: TextViewProps) {
  const list = useRef<HTMLDivElement>(null);
  const bounds = useMemo(() => piecesOf(text), [text]);
  const [query, setQuery] = useState(find);
  const [current, setCurrent] = useState(-1);
  const forms = useMemo(() => (query ? [query] : []), [query]);
  const search = useSearch(text, forms);
  const rows = useInnerVirtualizer({ list, count: bounds.length - 1, estimate: () => 400 });
  return (
    <>
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
          rows.scrollToIndex(pieceAt(bounds, search.found[index] ?? 0), { align: 'center' });
        }}
      />
      <div
        ref={list}
        className={styles['long']}
        role="group"
        aria-label={label}
        style={{ height: rows.getTotalSize() }}
      >
        {rows.getVirtualItems().map(({ key, index, start }) => (
          <pre
            key={key}
            ref={rows.measureElement}
            data-index={index}
            data-goes-on={goesOn(text, bounds[index + 1] ?? 0)}
            className={styles['piece']}
            style={{ transform: `translateY(${start}px)` }}
          >
            <Plain
              text={withoutLastBreak(text.slice(bounds[index], bounds[index + 1]))}
              find={query}
            />
          </pre>
        ))}
      </div>
    </>
  );
}

/** Whether a piece ends within a line. */
function goesOn(text: string, end: number): boolean {
  return end < text.length && text[end - 1] !== '\n';
}

/** The next piece begins a line anyway. */
function withoutLastBreak(piece: string): string {
  return piece.endsWith('\n') && piece.length > 1 ? piece.slice(0, -1) : piece;
}
