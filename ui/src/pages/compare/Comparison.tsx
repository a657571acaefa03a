import { useMemo, useState } from 'react';
import { Awaiting, lazily } from '../../components/lazily/lazily';
import type { RemoteTrace } from '../../api/remote';
import { useCommands } from '../../components/commands/useCommands';
import { useKeys } from '../../components/keys/useKeys';
import { Loading, Nothing, Notice } from '../../components/notice/Notice';
import { Splitter } from '../../components/splitter/Splitter';
import { usePreference } from '../../components/usePreference';
import { align } from '../../lib/diff/align';
import { changesOf } from '../../lib/diff/changes';
import { nextDifference, revealing, shownRows } from '../../lib/diff/rows';
import { nameAt, placeOf, type Skeleton, spanIdAt } from '../../lib/skeleton/skeleton';
import { DiffToolbar } from './DiffToolbar';
import { DiffTree } from './DiffTree';
import styles from './ComparePage.module.css';

const PayloadDiff = lazily(() => import('./PayloadDiff'));

interface ComparisonProps {
  readonly experimentId: string;
  readonly a: Skeleton;
  readonly b: Skeleton;
  readonly sourceA: RemoteTrace | null;
  readonly sourceB: RemoteTrace | null;
  readonly span: string | null;
  readonly onSpan: (span: string) => void;
  readonly onSwap: () => void;
}

export function Comparison(props: ComparisonProps) {
  const { experimentId, a, b, sourceA, sourceB, span, onSpan, onSwap } = props;
  const alignment = useMemo(() => align(a, b), [a, b]);
  const changes = useMemo(() => changesOf(alignment, a, b), [alignment, a, b]);
  const [collapsed, setCollapsed] = useState<ReadonlySet<number>>(new Set());
  const [only, setOnly] = usePreference('compare.only', false);
  const [share, setShare] = usePreference('compare.share', 0.5);
  const shown = useMemo(
    () => shownRows(alignment, collapsed, only ? changes : null),
    [alignment, collapsed, only, changes],
  );
  const selected = useMemo(
    () => rowOf(span, a, alignment.a, b, alignment.b),
    [span, a, b, alignment],
  );
  const differences = useMemo(
    () => changes.reduce((n, bits) => n + Number(bits !== 0), 0),
    [changes],
  );
  const select = (row: number) => {
    const [skeleton, place] = sideOf(row);
    setCollapsed((before) => revealing(alignment, before, row));
    onSpan(spanIdAt(skeleton, place));
  };
  const sideOf = (row: number): readonly [Skeleton, number] => {
    const i = alignment.a[row] ?? -1;
    return i >= 0 ? [a, i] : [b, alignment.b[row] ?? -1];
  };
  const next = (by: 1 | -1) => {
    const row = nextDifference(changes, selected, by);
    if (row >= 0) select(row);
  };
  const toggle = (row: number) =>
    setCollapsed((before) => {
      const after = new Set(before);
      if (!after.delete(row)) after.add(row);
      return after;
    });
  const collapseAll = () => {
    const all = new Set<number>();
    for (let row = 0; row < alignment.rows; row++) {
      if ((alignment.end[row] ?? 0) > row + 1) all.add(row);
    }
    setCollapsed(all);
  };
  const actions = [
    { keys: 'n', title: 'Next difference', run: () => next(1) },
    { keys: 'Shift+N', title: 'Previous difference', run: () => next(-1) },
    { keys: 'd', title: 'Only differences, or all spans', run: () => setOnly(!only) },
    { keys: 'x', title: 'Swap A and B', run: onSwap },
    { keys: '[', title: 'Expand all spans', run: () => setCollapsed(new Set()) },
    { keys: ']', title: 'Collapse all spans', run: collapseAll },
  ];
  useKeys(
    'Compare',
    actions.map(({ keys, title, run }) => ({ keys, does: title, run })),
  );
  useCommands(
    actions.map(({ keys, title, run }) => ({
      id: `compare.${keys}`,
      title,
      shortcut: keys.replace('Shift+', ''),
      run,
    })),
  );
  const i = selected < 0 ? -1 : (alignment.a[selected] ?? -1);
  const j = selected < 0 ? -1 : (alignment.b[selected] ?? -1);
  return (
    <>
      <DiffToolbar
        differences={differences}
        rows={alignment.rows}
        only={only}
        onOnly={setOnly}
        onNext={next}
        onExpand={() => setCollapsed(new Set())}
        onCollapse={collapseAll}
      />
      {alignment.wide > 0 && (
        <Notice
          tone="warning"
          title={`${alignment.wide} ${alignment.wide === 1 ? 'span has' : 'spans have'} too many children for the best match.`}
        >
          Below {alignment.wide === 1 ? 'it' : 'them'}, the first of each type and name is laid over
          the first, the second over the second, and so on.
        </Notice>
      )}
      <div className={styles['panes']}>
        <Splitter
          label="Width of the spans"
          share={share}
          onShare={setShare}
          start={
            shown.length === 0 ? (
              <Nothing title={alignment.rows === 0 ? 'Neither trace has spans' : 'No span differs'}>
                {alignment.rows > 0 && <p>Open a pair to compare its values.</p>}
              </Nothing>
            ) : (
              <DiffTree
                alignment={alignment}
                changes={changes}
                a={a}
                b={b}
                shown={shown}
                collapsed={collapsed}
                selected={selected}
                onSelect={select}
                onToggle={toggle}
              />
            )
          }
          end={
            selected < 0 ? (
              <Nothing title="Choose a span">
                <p>Its inputs, outputs, attributes and events are compared here.</p>
              </Nothing>
            ) : (
              <Awaiting fallback={<Loading what="the comparison" />}>
                <PayloadDiff
                  key={selected}
                  experimentId={experimentId}
                  name={nameAt(...sideOf(selected)) || 'without a name'}
                  a={
                    i < 0 || !sourceA
                      ? null
                      : { source: sourceA, traceId: a.traceId, spanId: spanIdAt(a, i) }
                  }
                  b={
                    j < 0 || !sourceB
                      ? null
                      : { source: sourceB, traceId: b.traceId, spanId: spanIdAt(b, j) }
                  }
                />
              </Awaiting>
            )
          }
        />
      </div>
    </>
  );
}

/** The row of a span of either trace; the first row without one. */
function rowOf(
  span: string | null,
  a: Skeleton,
  columnA: Int32Array,
  b: Skeleton,
  columnB: Int32Array,
): number {
  if (span === null) return columnA.length > 0 ? 0 : -1;
  const i = placeOf(a, span);
  const row = i >= 0 ? columnA.indexOf(i) : -1;
  if (row >= 0) return row;
  const j = placeOf(b, span);
  return j >= 0 ? columnB.indexOf(j) : -1;
}
