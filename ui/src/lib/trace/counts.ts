import { Status } from '../skeleton/skeleton';
import type { TraceTree } from './tree';

/** Something that spans have or have not, counted along the tree: how many below any span is two look-ups. */
export class Counts {
  private readonly before: Int32Array;
  readonly total: number;

  constructor(
    private readonly tree: TraceTree,
    has: (span: number) => boolean,
  ) {
    this.before = new Int32Array(tree.count + 1);
    let seen = 0;
    for (let place = 0; place < tree.count; place++) {
      if (has(tree.order[place]!)) seen++;
      this.before[place + 1] = seen;
    }
    this.total = seen;
  }

  /** Whether a span has it. */
  has(span: number): boolean {
    const at = this.tree.at[span]!;
    return this.before[at + 1]! > this.before[at]!;
  }

  /** How many below a span, itself not counted. */
  below(span: number): number {
    const at = this.tree.at[span]!;
    return this.before[at + this.tree.size[span]!]! - this.before[at + 1]!;
  }

  /** How many stand before a span, and are not above it alone. */
  ahead(span: number): number {
    return this.before[this.tree.at[span]!]!;
  }

  /** The next span that has it, in the order of the tree, round the end; -1 when none has. */
  next(from: number, by: 1 | -1): number {
    if (this.total === 0) return -1;
    const count = this.tree.count;
    const begin = from < 0 ? (by === 1 ? -1 : count) : this.tree.at[from]!;
    for (let steps = 1; steps <= count; steps++) {
      const place = (begin + by * steps + count * 2) % count;
      if (this.before[place + 1]! > this.before[place]!) return this.tree.order[place]!;
    }
    return -1;
  }
}

export function errorCounts(tree: TraceTree): Counts {
  const { status } = tree.skeleton;
  return new Counts(tree, (span) => status[span] === Status.error);
}

/** How many spans there are of each type: at the type's place in the skeleton's list, of none at 255. */
export function typeCounts(tree: TraceTree): Int32Array {
  const counts = new Int32Array(256);
  for (let span = 0; span < tree.count; span++) counts[tree.skeleton.type[span]!]!++;
  return counts;
}
