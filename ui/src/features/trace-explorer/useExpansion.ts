import { useState } from 'react';
import { type Expansion, usefulLevel } from '../../lib/trace/expansion';
import type { Filtered } from '../../lib/trace/filter';
import type { TraceTree } from '../../lib/trace/tree';

const NOTHING: ReadonlySet<string> = new Set();

/**
 * Which spans are open. At first, and when the filter changes, as many levels as can be overlooked; then as the reader says. Once all spans
 * have come, spans that come while the trace runs change nothing about it.
 */
export function useExpansion(
  tree: TraceTree,
  filtered: Filtered | null,
  filterKey: string,
): readonly [Expansion, (expansion: Expansion) => void] {
  const [state, setState] = useState<{
    readonly key: string;
    readonly settled: boolean;
    readonly tree: TraceTree;
    readonly expansion: Expansion;
  } | null>(null);
  let current = state;
  if (
    current === null ||
    current.key !== filterKey ||
    (!current.settled && current.tree !== tree)
  ) {
    const level = usefulLevel(tree, filtered?.keep ?? null);
    const keeps = current?.key === filterKey ? current.expansion.changed : NOTHING;
    current = {
      key: filterKey,
      settled: tree.skeleton.complete,
      tree,
      expansion: { level, changed: keeps },
    };
    setState(current);
  }
  const { key, settled } = current;
  return [current.expansion, (expansion) => setState({ key, settled, tree, expansion })];
}
