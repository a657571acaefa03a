import { useMemo } from 'react';
import type { Skeleton } from '../../lib/skeleton/skeleton';
import { errorCounts, typeCounts } from '../../lib/trace/counts';
import { criticalPath } from '../../lib/trace/critical';
import { openSpans } from '../../lib/trace/expansion';
import { applyFilter, type SpanFilter } from '../../lib/trace/filter';
import { findPlace } from '../../lib/trace/places';
import { visibleRows } from '../../lib/trace/rows';
import { idleGaps, scaleOf } from '../../lib/trace/scale';
import { selfTimes, timesOf } from '../../lib/trace/times';
import { totalsOf } from '../../lib/trace/totals';
import { buildTree } from '../../lib/trace/tree';
import { odditiesOf } from '../../lib/trace/truth';
import type { TraceView } from '../../lib/urls/views';
import type { Options } from './useOptions';
import { useExpansion } from './useExpansion';

/** All that is shown of a trace, made of its skeleton and what the reader has chosen. Each part is made anew only when it has to be. */
export function useModel(
  skeleton: Skeleton,
  view: TraceView,
  options: Options,
  nowMillis: number | null,
) {
  const tree = useMemo(() => buildTree(skeleton), [skeleton]);
  const errors = useMemo(() => errorCounts(tree), [tree]);
  const totals = useMemo(() => totalsOf(tree), [tree]);
  const types = useMemo(() => typeCounts(tree), [tree]);
  const oddities = useMemo(() => odditiesOf(tree), [tree]);
  const now = nowMillis === null ? null : (nowMillis - Number(skeleton.startNs) / 1e6) * 1e6;
  const times = useMemo(() => timesOf(tree, now), [tree, now]);
  const gaps = useMemo(() => idleGaps(tree, times), [tree, times]);
  const scale = useMemo(
    () => scaleOf(times.from, times.to, options.compress ? gaps : []),
    [times, gaps, options.compress],
  );
  const self = useMemo(
    () => (options.self ? selfTimes(tree, times) : null),
    [tree, times, options.self],
  );
  const critical = useMemo(
    () => (options.critical ? criticalPath(tree, times) : null),
    [tree, times, options.critical],
  );
  const focus = useMemo(() => findPlace(skeleton, view.focus), [skeleton, view.focus]);
  const filter = useMemo<SpanFilter>(
    () => ({
      types: view.types,
      hide: view.hide,
      name: view.name.trim(),
      leastNanos: view.min === null ? null : view.min * 1e6,
      errorsOnly: view.errors === 'only',
    }),
    [view.types, view.hide, view.name, view.min, view.errors],
  );
  const filtered = useMemo(() => applyFilter(tree, filter, focus), [tree, filter, focus]);
  const [expansion, setExpansion] = useExpansion(tree, filtered, JSON.stringify(filter));
  const open = useMemo(() => openSpans(tree, expansion), [tree, expansion]);
  const rows = useMemo(
    () => visibleRows(tree, open, focus, filtered),
    [tree, open, focus, filtered],
  );
  return {
    skeleton,
    tree,
    errors,
    totals,
    types,
    oddities,
    times,
    gaps,
    scale,
    self,
    critical,
    focus,
    filtered,
    expansion,
    setExpansion,
    open,
    rows,
  };
}

export type Model = ReturnType<typeof useModel>;
