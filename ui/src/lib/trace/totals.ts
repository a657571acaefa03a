import type { TraceTree } from './tree';

/** Tokens and cost of each span and all below it; NaN where nothing is known. */
export interface Totals {
  readonly input: Float64Array;
  readonly output: Float64Array;
  readonly cost: Float64Array;
}

/**
 * Sums up the tree. What a span says of itself, when it is no less than what its children come to, is their sum already (an agent that
 * reports the usage of its calls) and counts once; a lesser one is its own and is added.
 */
export function totalsOf(tree: TraceTree): Totals {
  const { inputTokens, outputTokens, cost: ownCost } = tree.skeleton;
  const input = new Float64Array(tree.count).fill(Number.NaN);
  const output = new Float64Array(tree.count).fill(Number.NaN);
  const cost = new Float64Array(tree.count).fill(Number.NaN);
  for (let place = tree.count - 1; place >= 0; place--) {
    const span = tree.order[place]!;
    const ownInput = inputTokens[span]!;
    const ownOutput = outputTokens[span]!;
    if (ownInput >= 0 || ownOutput >= 0) {
      const own = Math.max(0, ownInput) + Math.max(0, ownOutput);
      const below = (input[span]! || 0) + (output[span]! || 0);
      const covers = own >= below;
      input[span] = Math.max(0, ownInput) + (covers ? 0 : input[span]! || 0);
      output[span] = Math.max(0, ownOutput) + (covers ? 0 : output[span]! || 0);
    }
    if (!Number.isNaN(ownCost[span])) {
      const own = ownCost[span]!;
      const below = cost[span]! || 0;
      // Costs come as floats: their sum may be a little more than what the parent says.
      cost[span] = own >= below * (1 - 1e-5) ? own : own + below;
    }
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
