import { useVirtualizer } from '@tanstack/react-virtual';
import { ChevronDown, ChevronRight, UnfoldVertical } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { Button } from '../../components/button/Button';
import { Notice } from '../../components/notice/Notice';
import { folded } from '../../lib/diff/folds';
import type { Line, LinePair } from '../../lib/diff/lines';
import { diffWords, type Piece } from '../../lib/diff/words';
import { bytes, count } from '../../lib/format/format';
import styles from './PayloadDiff.module.css';
import { MOST_BYTES, type Section } from './payload';

interface DiffLinesProps {
  readonly sections: readonly Section[];
  readonly loading: boolean;
  readonly onMore: (field: 'inputs' | 'outputs') => void;
}

type Row =
  | { readonly kind: 'head'; readonly section: Section; readonly open: boolean }
  | { readonly kind: 'limit'; readonly section: Section }
  | { readonly kind: 'pair'; readonly pair: LinePair }
  | {
      readonly kind: 'fold';
      readonly section: Section;
      readonly from: number;
      readonly count: number;
    };

const NONE: ReadonlySet<number> = new Set();
const LINE = 20;

/** All sections in one virtual list; unchanged lines are folded away. */
export function DiffLines({ sections, loading, onMore }: DiffLinesProps) {
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const [opened, setOpened] = useState<ReadonlyMap<string, ReadonlySet<number>>>(new Map());
  const box = useRef<HTMLDivElement>(null);
  const rows = useMemo(() => rowsOf(sections, closed, opened), [sections, closed, opened]);
  // oxlint-disable-next-line react/incompatible-library -- no compiler memoizes here
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: (index) => (rows[index]?.kind === 'head' ? 34 : LINE),
    overscan: 20,
  });
  const toggle = ({ name }: Section) =>
    setClosed((before) => {
      const after = new Set(before);
      if (!after.delete(name)) after.add(name);
      return after;
    });
  const unfold = ({ name }: Section, from: number) =>
    setOpened((before) =>
      new Map(before).set(name, new Set([...(before.get(name) ?? NONE), from])),
    );
  return (
    <div ref={box} className={styles['box']}>
      <div className={styles['rows']} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          return (
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              className={styles['row']}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              {row?.kind === 'head' && (
                <SectionHead
                  section={row.section}
                  open={row.open}
                  onToggle={() => toggle(row.section)}
                />
              )}
              {row?.kind === 'limit' && (
                <Limit section={row.section} loading={loading} onMore={onMore} />
              )}
              {row?.kind === 'pair' && <Pair pair={row.pair} />}
              {row?.kind === 'fold' && (
                <button
                  type="button"
                  className={styles['fold']}
                  onClick={() => unfold(row.section, row.from)}
                >
                  <UnfoldVertical size={13} aria-hidden="true" />
                  {count(row.count)} equal lines
                </button>
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function rowsOf(
  sections: readonly Section[],
  closed: ReadonlySet<string>,
  opened: ReadonlyMap<string, ReadonlySet<number>>,
): readonly Row[] {
  const rows: Row[] = [];
  for (const section of sections) {
    const open = !closed.has(section.name);
    rows.push({ kind: 'head', section, open });
    if (!open) continue;
    if (section.limits.length > 0) rows.push({ kind: 'limit', section });
    for (const row of folded(section.pairs, opened.get(section.name) ?? NONE)) {
      rows.push(row.kind === 'pair' ? row : { ...row, section });
    }
  }
  return rows;
}

interface SectionHeadProps {
  readonly section: Section;
  readonly open: boolean;
  readonly onToggle: () => void;
}

function SectionHead({ section, open, onToggle }: SectionHeadProps) {
  const same = section.removed === 0 && section.added === 0;
  return (
    <h3 className={styles['section']}>
      <button type="button" aria-expanded={open} onClick={onToggle}>
        {open ? <ChevronDown size={14} /> : <ChevronRight size={14} />}
        {section.name}
        <span className={styles['facts']}>
          {same ? (
            'equal'
          ) : (
            <>
              <span className={styles['removed']}>−{count(section.removed)}</span>{' '}
              <span className={styles['added']}>+{count(section.added)}</span> lines
            </>
          )}
        </span>
      </button>
    </h3>
  );
}

function Limit({
  section,
  loading,
  onMore,
}: Omit<DiffLinesProps, 'sections'> & { section: Section }) {
  const { more } = section;
  return (
    <>
      {section.limits.map((words) => (
        <Notice key={words} tone="warning" title={words} />
      ))}
      {more !== null && (
        <div className={styles['more']}>
          <Button isDisabled={loading} onPress={() => onMore(more)}>
            {loading ? 'Loading…' : `Compare up to ${bytes(MOST_BYTES)}`}
          </Button>
        </div>
      )}
    </>
  );
}

/** Words are compared only of the lines that are on the screen. */
function Pair({ pair: { kind, a, b } }: { readonly pair: LinePair }) {
  const words = useMemo(
    () => (kind === 'changed' && a && b ? diffWords(a.text, b.text) : null),
    [kind, a, b],
  );
  const vague = kind === 'changed' && words === null;
  return (
    <div
      className={styles['pair']}
      data-kind={kind}
      title={vague ? 'Too long, or too different, to compare word by word' : undefined}
    >
      <Half side="a" line={a} sign={kind === 'equal' ? '' : '−'} pieces={words?.a} />
      <Half side="b" line={b} sign={kind === 'equal' ? '' : '+'} pieces={words?.b} />
    </div>
  );
}

interface HalfProps {
  readonly side: 'a' | 'b';
  readonly line: Line | null;
  readonly sign: string;
  readonly pieces: readonly Piece[] | undefined;
}

function Half({ side, line, sign, pieces }: HalfProps) {
  return (
    <div className={styles['half']} data-side={side} data-empty={line === null}>
      <span className={styles['number']}>{line?.number}</span>
      <span className={styles['sign']}>{line && sign}</span>
      <code className={styles['code']}>
        {pieces?.map((piece, i) =>
          piece.changed ? (
            // oxlint-disable-next-line react/no-array-index-key -- pieces have no other name
            <span key={i} className={styles['word']}>
              {piece.text}
            </span>
          ) : (
            piece.text
          ),
        ) ?? line?.text}
      </code>
    </div>
  );
}
