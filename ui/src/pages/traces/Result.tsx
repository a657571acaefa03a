import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { createStore } from 'zustand';
import { Button } from '../../components/button/Button';
import { useCommands } from '../../components/commands/useCommands';
import { Notice } from '../../components/notice/Notice';
import type { Asked } from '../../features/query-bar/useScope';
import { keepResultList } from '../../features/result-list/resultList';
import { scrollOf, keepScroll } from '../../features/trace-table/scrollMemory';
import { isEmpty, NOTHING_SELECTED } from '../../features/trace-table/selection';
import { TraceTable } from '../../features/trace-table/TraceTable';
import { PAGE_ROWS, type TraceList } from '../../features/trace-table/useTraceList';
import { turned } from '../../lib/columns/sort';
import { count } from '../../lib/format/format';
import { toggled } from '../../lib/query/edit';
import { between } from '../../lib/time-range/range';
import type { TracesView } from '../../lib/urls/views';
import { BulkBar } from './BulkBar';
import { Facets } from './Facets';
import { Histogram } from './Histogram';
import { type Sight, StatusLine } from './StatusLine';
import { useFacetsShown } from './Toolbar';
import styles from './TracesPage.module.css';
import type { Columns } from './useColumns';
import { useFacets } from './useFacets';
import { type Edges, useHistogram } from './useHistogram';
import type { Live } from './useLive';

interface ResultProps {
  readonly experimentId: string;
  readonly view: TracesView;
  readonly setView: (part: Partial<TracesView>, how?: 'replace' | 'push') => void;
  readonly asked: Asked;
  readonly list: TraceList;
  readonly live: Live;
  readonly columns: Columns;
  readonly order: readonly string[];
  readonly searched: readonly string[];
}

/** What was found: facets, bars over time, rows, and what can be done with them. */
export function Result(props: ResultProps) {
  const { experimentId, view, setView, asked, list, live, columns, order, searched } = props;
  const { scope } = asked;
  const [facetsShown, setFacetsShown] = useFacetsShown();
  const facets = useFacets(experimentId, scope, asked.items, facetsShown, list.settled);
  const histogram = useHistogram(scope, asked.now, edgesOf(list, columns), list.settled);
  const question = useMemo(() => JSON.stringify([scope, order]), [scope, order]);
  const [selection, setSelection] = useState(NOTHING_SELECTED);
  const [activeId, setActiveId] = useState<string | null>(() => scrollOf(question).activeId);
  const [sight] = useState(() => createStore<Sight>()(() => ({ first: 0, last: 0 })));
  const scroller = useRef<HTMLDivElement>(null);
  const [askedOf, setAskedOf] = useState(question);
  if (askedOf !== question) {
    // Another result: what was chosen may not be in it, and one reads it from the top.
    setAskedOf(question);
    setSelection(NOTHING_SELECTED);
    setActiveId(null);
  }
  const { rows, next } = list;
  useEffect(() => {
    keepResultList({
      ids: rows.map((row) => row.trace_id),
      search: { ...scope, order_by: order, max_results: PAGE_ROWS },
      next,
    });
  }, [rows, next, scope, order]);
  const first = useRef(true);
  useEffect(() => {
    if (!first.current) scroller.current?.scrollTo({ top: 0 });
    first.current = false;
  }, [question]);

  const { setReading } = live;
  useEffect(
    () => setReading('chosen', !isEmpty(selection) || activeId !== null),
    [setReading, selection, activeId],
  );
  useEffect(
    () => () => {
      for (const why of ['chosen', 'hovered', 'scrolled'] as const) setReading(why, false);
    },
    [setReading],
  );
  const onScrolled = useCallback(
    (offset: number, from: number, to: number) => {
      setReading('scrolled', offset > 0);
      keepScroll(question, { offset, activeId });
      const before = sight.getState();
      if (before.first !== from || before.last !== to) sight.setState({ first: from, last: to });
    },
    [setReading, question, activeId, sight],
  );
  const { tail } = live;
  const showNew = () => {
    tail.show();
    scroller.current?.scrollTo({ top: 0 });
  };
  const again = () => void live.again();
  useCommands([
    { id: 'traces.again', title: 'Ask for the traces again', run: again },
    {
      id: 'traces.live',
      title: live.paused ? 'Follow new traces' : 'Do not follow new traces',
      run: () => live.setPaused(!live.paused),
    },
    {
      id: 'traces.facets',
      title: facetsShown ? 'Hide facets' : 'Show facets',
      run: () => setFacetsShown(!facetsShown),
    },
  ]);
  return (
    <div className={styles['result']}>
      {facetsShown && (
        <Facets
          facets={facets}
          q={view.q}
          onToggle={(key, value) => setView({ q: toggled(view.q, key, value) }, 'push')}
        />
      )}
      <div className={styles['main']}>
        {histogram.data && (
          <Histogram
            {...histogram.data}
            stale={histogram.isPlaceholderData}
            onRange={(from, to) => setView(between(from, to), 'push')}
          />
        )}
        {histogram.error && view.q === '' && (
          <Notice tone="warning" title="The bars over time could not be loaded">
            {histogram.error.message}
          </Notice>
        )}
        {!isEmpty(selection) && (
          <BulkBar
            experimentId={experimentId}
            selection={selection}
            onSelection={setSelection}
            scope={scope}
            loaded={rows.length}
            total={list.total}
            onChanged={again}
          />
        )}
        <div
          className={styles['table']}
          onPointerEnter={() => setReading('hovered', true)}
          onPointerLeave={() => setReading('hovered', false)}
        >
          {tail.waiting.size > 0 && (
            <div className={styles['pill']} role="status">
              <Button look="primary" onPress={showNew}>
                {count(tail.waiting.size)}
                {tail.tooMany ? ' or more' : ''} new
              </Button>
            </div>
          )}
          <TraceTable
            list={list}
            columns={columns.shown}
            widths={columns.widths}
            sort={columns.sort}
            density={columns.density}
            searched={searched}
            selection={selection}
            onSelection={setSelection}
            activeId={activeId}
            onActive={setActiveId}
            marks={tail.marks}
            fresh={tail.fresh}
            scroller={scroller}
            initialOffset={scrollOf(question).offset}
            onScrolled={onScrolled}
            head={{
              onSort: columns.setSort,
              onTurn: (column) => columns.setSort(turned(columns.sort, column)),
              onWidth: columns.setWidth,
              onMove: columns.move,
              onDrop: columns.drop,
              onHide: (column) => columns.setIds(columns.ids.filter((id) => id !== column)),
            }}
          />
        </div>
        <StatusLine
          list={list}
          live={tail}
          sight={sight}
          paused={live.paused}
          onPause={live.setPaused}
          onAgain={again}
        />
      </div>
    </div>
  );
}

/** Rows by time say the ends of it: the newest one always, the oldest one when all are there. */
function edgesOf({ rows, hasMore }: TraceList, { sort }: Columns): Edges {
  const byTime = sort.column === 'time_ms' && sort.descending;
  return {
    newest: byTime ? (rows[0]?.time_ms ?? null) : null,
    oldest: byTime && !hasMore ? (rows.at(-1)?.time_ms ?? null) : null,
  };
}
