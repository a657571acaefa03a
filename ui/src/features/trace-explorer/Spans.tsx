import { memo, useEffect, useMemo, useRef, useState } from 'react';
import { Awaiting, lazily } from '../../components/lazily/lazily';
import type { TraceSource } from '../../api/source';
import type { TraceHead } from '../../api/types';
import { Loading, Nothing } from '../../components/notice/Notice';
import { Splitter } from '../../components/splitter/Splitter';
import { usePreference } from '../../components/usePreference';
import { useWidth } from '../../components/useWidth';
import { type Skeleton, spanIdAt } from '../../lib/skeleton/skeleton';
import { Counts } from '../../lib/trace/counts';
import { contains } from '../../lib/trace/tree';
import { windowOf } from '../../lib/trace/window';
import type { TraceView } from '../../lib/urls/views';
import { FilterLine } from './FilterLine';
import { FilterMenu } from './FilterMenu';
import { FindField } from './FindField';
import { Toolbar } from './Toolbar';
import styles from './TraceExplorer.module.css';
import { selectedPlace, TreeGrid } from './TreeGrid';
import { type Connection, Truth } from './Truth';
import { useDoings } from './useDoings';
import { useExplorerKeys } from './useExplorerKeys';
import { type Find, useFind } from './useFind';
import { useModel } from './useModel';
import { useOptions } from './useOptions';
import type { ChangeView } from './useSettled';

const SpanDetail = memo(lazily(() => import('../span-detail/SpanDetail')));

/** Narrower than this, tree and timeline do not fit beside each other. */
const NARROW = 460;

interface SpansProps {
  readonly source: TraceSource;
  readonly view: TraceView;
  readonly onView: ChangeView;
  readonly experimentId: string | null;
  readonly head: TraceHead;
  readonly skeleton: Skeleton;
  readonly now: number | null;
  readonly connection: Connection;
  readonly deleted: boolean;
  readonly onCopyLink: (copy: () => () => void) => void;
}

/** The spans of a trace, and the one that is looked at. */
export function Spans(props: SpansProps) {
  const { source, view, onView, experimentId, head, skeleton, now, onCopyLink } = props;
  const [options, setOptions] = useOptions();
  const [share, setShare] = usePreference('trace.share', 0.58);
  const model = useModel(skeleton, view, options, now);
  const all = useFind(source, model.tree, view.find);
  const { tree, filtered, focus } = model;
  const found = useMemo<Find>(() => {
    const { matches } = all;
    if (matches === null || (filtered === null && focus < 0)) return all;
    const kept = new Counts(
      tree,
      (span) =>
        matches.has(span) &&
        (filtered === null || filtered.keep[span] !== 0) &&
        (focus < 0 || contains(tree, focus, span)),
    );
    return { ...all, matches: kept };
  }, [all, filtered, focus, tree]);
  const selected = selectedPlace(model, view.span);
  const shown = useMemo(
    () => windowOf(model.scale, view.zoomFrom, view.zoomTo),
    [model.scale, view.zoomFrom, view.zoomTo],
  );
  const doings = useDoings({ model, find: found, selected, shown, focusId: view.focus, onView });
  useEffect(() => onCopyLink(() => doings.copyLink), [onCopyLink, doings]);
  const input = useRef<HTMLInputElement>(null);
  const pane = useRef<HTMLDivElement>(null);
  const width = useWidth(pane);
  const narrow = width > 0 && width < NARROW;
  // Where it is narrow the tree comes first, and the timeline when it is asked for.
  const [asked, setAsked] = useState(false);
  const timeline = view.view === 'timeline' && (!narrow || asked);
  const showTimeline = (show: boolean) => {
    setAsked(show);
    if (!narrow || view.view === 'tree') onView({ view: show ? 'timeline' : 'tree' });
  };
  useExplorerKeys(
    doings,
    () => input.current?.focus(),
    () => {
      if (view.find !== '') onView({ find: '' });
      else if (view.focus !== null) doings.unfocus();
      else pane.current?.querySelector<HTMLElement>('[role=treegrid]')?.focus();
    },
    {
      critical: () => setOptions({ ...options, critical: !options.critical }),
      timeline: () => showTimeline(!timeline),
    },
  );
  const spanId = selected >= 0 ? spanIdAt(skeleton, selected) : view.span;
  const actions = useMemo(
    () => ({
      tab: (tab: TraceView['tab']) => onView({ tab }),
      span: (span: string) => onView({ span }),
    }),
    [onView],
  );
  return (
    <>
      <Truth
        head={head}
        model={model}
        now={now}
        connection={props.connection}
        deleted={props.deleted}
        onSpan={actions.span}
      />
      <div className={styles['panes']}>
        <Splitter
          label="Spans and the chosen span"
          share={share}
          onShare={setShare}
          start={
            <div ref={pane} className={styles['spans']}>
              <Toolbar
                model={model}
                doings={doings}
                options={options}
                onOptions={setOptions}
                timeline={timeline}
                onTimeline={showTimeline}
              >
                <FindField
                  inputRef={input}
                  value={view.find}
                  onValue={(find) => onView({ find })}
                  find={all}
                  shown={found.matches}
                  selected={selected}
                  spans={skeleton.count}
                  onStep={(by) => (by === 1 ? doings.nextMatch() : doings.previousMatch())}
                  onLeave={() =>
                    pane.current?.querySelector<HTMLElement>('[role=treegrid]')?.focus()
                  }
                />
                <FilterMenu
                  skeleton={skeleton}
                  counts={model.types}
                  errors={model.errors.total}
                  view={view}
                  onView={onView}
                />
              </Toolbar>
              <FilterLine model={model} focusId={view.focus} onView={onView} />
              {model.rows.length > 0 && (
                <TreeGrid
                  model={model}
                  find={found}
                  options={options}
                  selected={selected}
                  onSelect={doings.select}
                  timeline={timeline}
                  shown={shown}
                  onShown={doings.show}
                />
              )}
              {model.rows.length === 0 && (
                <Nothing title="No span matches the filter">
                  <p>All are hidden; clear the filter to see them.</p>
                </Nothing>
              )}
            </div>
          }
          end={
            spanId === null ? (
              <Nothing title="No span is chosen" />
            ) : (
              <Awaiting fallback={<Loading what="the span" />}>
                <SpanDetail
                  source={source}
                  head={head}
                  skeleton={skeleton}
                  spanId={spanId}
                  tab={view.tab}
                  onTab={actions.tab}
                  onSpan={actions.span}
                  find={all.text}
                  experimentId={experimentId}
                />
              </Awaiting>
            )
          }
        />
      </div>
    </>
  );
}
