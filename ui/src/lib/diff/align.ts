import { nameAt, type Skeleton, typeAt } from '../skeleton/skeleton';
import { type Children, childrenOf } from './children';
import { match } from './match';

/** Two traces laid over each other: a row for each pair of spans and each span without a partner, parents before children. */
export interface Alignment {
  /** How many rows there are; the columns are that long. */
  readonly rows: number;
  /** The place of the span in the first trace; -1 when only the second one has it. */
  readonly a: Int32Array;
  /** The place of the span in the second trace; -1 when only the first one has it. */
  readonly b: Int32Array;
  readonly depth: Int32Array;
  /** The row of the parent; -1 of a root. */
  readonly parent: Int32Array;
  /** The first row behind everything below. */
  readonly end: Int32Array;
  /** How many parents have too many children for the best match, and were matched by the k-th of each name. */
  readonly wide: number;
}

/** The steps that the children of one pair may take to match, and those that all pairs may take together. */
const STEPS_OF_A_PAIR = 4_000_000;
const STEPS_OF_ALL = 40_000_000;

/**
 * Aligns two traces from the root down. The only roots of both are a pair whatever their names; children of a pair are matched by type, name
 * and order. What is below a span without a partner has none either.
 */
export function align(a: Skeleton, b: Skeleton): Alignment {
  return new Aligner(a, b).run();
}

class Aligner {
  private readonly childrenA: Children;
  private readonly childrenB: Children;
  private readonly keysA: Int32Array;
  private readonly keysB: Int32Array;
  private readonly a: Int32Array;
  private readonly b: Int32Array;
  private readonly depth: Int32Array;
  private readonly parent: Int32Array;
  private readonly end: Int32Array;
  private rows = 0;
  private wide = 0;
  private left = STEPS_OF_ALL;

  constructor(a: Skeleton, b: Skeleton) {
    this.childrenA = childrenOf(a);
    this.childrenB = childrenOf(b);
    const keys = new Map<string, number>();
    this.keysA = keysOf(a, keys);
    this.keysB = keysOf(b, keys);
    const most = a.loaded + b.loaded;
    this.a = new Int32Array(most);
    this.b = new Int32Array(most);
    this.depth = new Int32Array(most);
    this.parent = new Int32Array(most);
    this.end = new Int32Array(most);
  }

  run(): Alignment {
    // What is still to be written, the next one last. A pair is (a, b, parent row).
    const stack: number[] = [];
    this.push(stack, this.childrenA.roots, this.childrenB.roots, -1);
    while (stack.length > 0) {
      const parent = stack.pop() ?? -1;
      const b = stack.pop() ?? -1;
      const a = stack.pop() ?? -1;
      const row = this.rows++;
      this.a[row] = a;
      this.b[row] = b;
      this.parent[row] = parent;
      this.depth[row] = parent < 0 ? 0 : (this.depth[parent] ?? 0) + 1;
      this.push(stack, below(this.childrenA, a), below(this.childrenB, b), row);
    }
    // A row ends where the last of its children does.
    for (let row = this.rows - 1; row >= 0; row--) {
      this.end[row] = Math.max(this.end[row] ?? 0, row + 1);
      const parent = this.parent[row] ?? -1;
      if (parent >= 0) this.end[parent] = Math.max(this.end[parent] ?? 0, this.end[row] ?? 0);
    }
    const cut = (column: Int32Array) => column.slice(0, this.rows);
    return {
      rows: this.rows,
      a: cut(this.a),
      b: cut(this.b),
      depth: cut(this.depth),
      parent: cut(this.parent),
      end: cut(this.end),
      wide: this.wide,
    };
  }

  /** Lays what is below a row on the stack, its first child on top. */
  private push(stack: number[], listA: Int32Array, listB: Int32Array, row: number): void {
    if (listA.length === 0 && listB.length === 0) return;
    const pairs: number[] = [];
    const add = (a: number, b: number) => pairs.push(a, b);
    const partner = this.partners(listA, listB, row);
    let j = 0;
    for (let i = 0; i < listA.length; i++) {
      const at = partner[i] ?? -1;
      while (j < at) add(-1, listB[j++] ?? -1);
      add(listA[i] ?? -1, at < 0 ? -1 : (listB[at] ?? -1));
      if (at >= 0) j++;
    }
    for (; j < listB.length; j++) add(-1, listB[j] ?? -1);
    for (let k = pairs.length - 2; k >= 0; k -= 2) {
      stack.push(pairs[k] ?? -1, pairs[k + 1] ?? -1, row);
    }
  }

  private partners(listA: Int32Array, listB: Int32Array, row: number): Int32Array {
    if (row < 0 && listA.length === 1 && listB.length === 1) return new Int32Array([0]);
    const keysA = listA.map((place) => this.keysA[place] ?? 0);
    const keysB = listB.map((place) => this.keysB[place] ?? 0);
    const { partner, exact, work } = match(keysA, keysB, Math.min(STEPS_OF_A_PAIR, this.left));
    this.left -= work;
    if (!exact) this.wide++;
    return partner;
  }
}

const NONE = new Int32Array(0);

function below(children: Children, place: number): Int32Array {
  return place < 0
    ? NONE
    : children.list.subarray(children.from[place] ?? 0, children.from[place + 1] ?? 0);
}

/** A number for each span; spans of equal type and name have the same one in both traces. */
function keysOf(skeleton: Skeleton, keys: Map<string, number>): Int32Array {
  // Words repeat: the text of each is looked at once.
  const known = new Map<number, number>();
  const all = new Int32Array(skeleton.loaded);
  for (let i = 0; i < all.length; i++) {
    const short = (skeleton.name[i] ?? 0) * 256 + (skeleton.type[i] ?? 255);
    let key = known.get(short);
    if (key === undefined) {
      const long = `${typeAt(skeleton, i)}\n${nameAt(skeleton, i)}`;
      key = keys.get(long) ?? keys.size;
      keys.set(long, key);
      known.set(short, key);
    }
    all[i] = key;
  }
  return all;
}
