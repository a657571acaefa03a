import { type KeyboardEvent, type MouseEvent, useLayoutEffect, useMemo, useRef } from 'react';
import { usePreference } from '../../components/usePreference';
import { useWidth } from '../../components/useWidth';
import { spanIdAt } from '../../lib/skeleton/skeleton';
import { reveal, toggle } from '../../lib/trace/expansion';
import type { Box } from '../../lib/trace/layout';
import { findPlace } from '../../lib/trace/places';
import { rowBefore, rowOf } from '../../lib/trace/rows';
import type { Window } from '../../lib/trace/window';
import { Backdrop } from './Axis';
import { columnsFor, template } from './columns';
import { ColumnSplitter } from './ColumnSplitter';
import { GridHead } from './GridHead';
import styles from './Tree.module.css';
import { rowId, TreeRow } from './TreeRow';
import { useAnchor } from './useAnchor';
import type { Find } from './useFind';
import type { Model } from './useModel';
import type { Options } from './useOptions';
import { ROW_HEIGHT, showRow, useRowWindow } from './useRowWindow';
import { useTimelinePointer } from './useTimelinePointer';

interface TreeGridProps {
  readonly model: Model;
  readonly find: Find;
  readonly options: Options;
  /** The place of the span that is looked at; -1 for none. */
  readonly selected: number;
  readonly onSelect: (span: number) => void;
  readonly timeline: boolean;
  readonly shown: Window;
  readonly onShown: (shown: Window) => void;
}

const LEAST_TREE = 120;
const LEAST_TIMELINE = 120;
const PAGE = 15;

/** The spans as a tree, each with its bar: one list that is moved through by keys, whatever its length. */
export function TreeGrid(props: TreeGridProps) {
  const { model, find, options, selected, onSelect, timeline, shown, onShown } = props;
  const { tree, rows, skeleton } = model;
  const scroller = useRef<HTMLDivElement>(null);
  const head = useRef<HTMLDivElement>(null);
  const guide = useRef<HTMLDivElement>(null);
  const width = useWidth(scroller);
  const [share, setShare] = usePreference('trace.treeShare', 0.46);
  const treeWidth = timeline
    ? Math.round(Math.max(LEAST_TREE, Math.min(width - LEAST_TIMELINE, width * share)))
    : width;
  const boxWidth = Math.max(0, width - treeWidth);
  const box = useMemo<Box | null>(
    () => (timeline ? { scale: model.scale, shown, width: boxWidth } : null),
    [timeline, model.scale, shown, boxWidth],
  );
  const some = model.totals;
  const hasTokens = useMemo(() => some.input.some((value) => value >= 0), [some]);
  const hasCost = useMemo(() => some.cost.some((value) => value >= 0), [some]);
  const columns = useMemo(
    () =>
      columnsFor(treeWidth || 1000, {
        self: options.self,
        tokens: hasTokens,
        cost: hasCost,
        duration: !timeline || treeWidth > 340,
      }),
    [treeWidth, options.self, hasTokens, hasCost, timeline],
  );
  const seen = useRowWindow(scroller, head, rows.length);
  useAnchor(scroller, model);
  useTimelinePointer({ scroller, guide }, box, onShown);

  const row = rowOf(tree, rows, selected);
  const shownOnce = useRef('');
  const selectedId = selected < 0 ? '' : spanIdAt(skeleton, selected);
  const { setExpansion, expansion, open } = model;
  useLayoutEffect(() => {
    // Once for each selection: later the reader may scroll away and close what is above it.
    if (selectedId === '' || shownOnce.current === selectedId) return;
    if (row < 0) {
      const revealed = reveal(tree, expansion, open, selected, spanIdAt);
      if (revealed !== expansion) setExpansion(revealed);
      else shownOnce.current = selectedId; // a filter hides it
      return;
    }
    shownOnce.current = selectedId;
    if (scroller.current) showRow(scroller.current, head.current?.offsetHeight ?? 0, row);
  }, [selectedId, selected, row, tree, expansion, open, setExpansion]);

  const choose = (to: number) => {
    const span = rows[Math.max(0, Math.min(rows.length - 1, to))];
    if (span !== undefined) onSelect(span);
  };
  const flip = (span: number) => setExpansion(toggle(expansion, spanIdAt(skeleton, span)));
  const key = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.target !== event.currentTarget) return;
    const at = row >= 0 ? row : selected >= 0 ? rowBefore(tree, rows, selected) : -1;
    const isOpen = selected >= 0 && open[selected] === 1;
    const parent = selected >= 0 && (tree.size[selected] ?? 1) > 1;
    const moves: Record<string, () => void> = {
      ArrowDown: () => choose(at + 1),
      ArrowUp: () => choose(at - 1),
      Home: () => choose(0),
      End: () => choose(rows.length - 1),
      PageDown: () => choose(at + PAGE),
      PageUp: () => choose(at - PAGE),
      ArrowRight: () => {
        if (!parent) return;
        if (isOpen) choose(at + 1);
        else flip(selected);
      },
      ArrowLeft: () => {
        if (parent && isOpen) flip(selected);
        else if (selected >= 0 && (tree.parent[selected] ?? -1) >= 0 && selected !== model.focus) {
          onSelect(tree.parent[selected] ?? 0);
        }
      },
      Enter: () => flip(selected),
    };
    const move = moves[event.key];
    if (move === undefined || rows.length === 0) return;
    event.preventDefault();
    move();
  };
  const click = (event: MouseEvent) => {
    const target = event.target instanceof Element ? event.target : null;
    const span = rows[Number(target?.closest('[data-row]')?.getAttribute('data-row') ?? -1)];
    if (span === undefined) return;
    if (target?.closest('[data-toggle]')) flip(span);
    else onSelect(span);
  };
  const lines = [];
  for (let at = seen.first; at < seen.end; at++) {
    const span = rows[at] ?? 0;
    lines.push(
      <TreeRow
        key={spanIdAt(skeleton, span)}
        model={model}
        find={find}
        row={at}
        selected={span === selected}
        columns={columns}
        box={box}
      />,
    );
  }
  return (
    <div
      className={styles['frame']}
      style={{
        ['--tree-width' as string]: `${treeWidth}px`,
        ['--columns' as string]: template(columns),
      }}
    >
      {box !== null && <Backdrop box={box} />}
      {/* oxlint-disable-next-line jsx-a11y/interactive-supports-focus */}
      <div
        ref={scroller}
        role="treegrid"
        tabIndex={0}
        aria-label="Spans"
        aria-rowcount={rows.length + 1}
        aria-activedescendant={row >= seen.first && row < seen.end ? rowId(selectedId) : undefined}
        className={styles['scroller']}
        data-findable={find.text !== ''}
        onKeyDown={key}
        onClick={click}
      >
        <GridHead ref={head} model={model} columns={columns} box={box} onShown={onShown} />
        <div
          role="rowgroup"
          className={styles['rows']}
          style={{ height: rows.length * ROW_HEIGHT }}
        >
          {lines}
        </div>
      </div>
      {timeline && width > 0 && (
        <>
          <div ref={guide} className={styles['guide']} hidden>
            <span />
          </div>
          <ColumnSplitter at={treeWidth} width={width} onShare={setShare} />
        </>
      )}
    </div>
  );
}

/** The place of a span of an id; the first row when there is none. */
export function selectedPlace(model: Model, spanId: string | null): number {
  const place = findPlace(model.skeleton, spanId);
  return place >= 0 ? place : spanId === null ? (model.rows[0] ?? -1) : -1;
}
