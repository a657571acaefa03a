import type { TraceTree } from './tree';

/** Tokens and cost of each span and all below it; NaN where nothing is known. */
export interface Totals {
  readonly input: Float64Array;
  readonly output: Float64Array;
  readonly cost: Float64Array;
}

/**
 * Sums up the tree as MLflow counts a trace: what a span says of itself covers all below it (an agent that reports the usage of its calls), so
 * that nothing counts twice, and the root comes to what the trace says.
 */
export function totalsOf(tree: TraceTree): Totals {
  const { inputTokens, outputTokens, cost: ownCost } = tree.skeleton;
  const input = new Float64Array(tree.count).fill(Number.NaN);
  const output = new Float64Array(tree.count).fill(Number.NaN);
  const cost = new Float64Array(tree.count).fill(Number.NaN);
  for (let place = tree.count - 1; place >= 0; place--) {
    const span = tree.order[place]!;
    if (inputTokens[span]! >= 0 || outputTokens[span]! >= 0) {
      input[span] = Math.max(0, inputTokens[span]!);
      output[span] = Math.max(0, outputTokens[span]!);
    }
    if (!Number.isNaN(ownCost[span])) cost[span] = ownCost[span]!;
    const above = tree.parent[span]!;
    if (above < 0) continue;
    add(input, above, input[span]!);
    add(output, above, output[span]!);
    add(cost, above, cost[span]!);
  }
  return { input, output, cost };
}

function add(sums: Float64Array, span: number, value: number): void {
  if (Number.isNaN(value)) return;
  const sum = sums[span]!;
  sums[span] = Number.isNaN(sum) ? value : sum + value;
}
