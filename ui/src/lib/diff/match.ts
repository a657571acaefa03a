/** Matches two lists of keys: for each item of the first the place in the second, or -1. Partners have equal keys and stand in the same order. */
export interface Matching {
  readonly partner: Int32Array;
  /** Whether as many as possible are matched. */
  readonly exact: boolean;
  /** How many cells of a table were filled to find it. */
  readonly work: number;
}

/**
 * Matches as many items as possible (a longest common subsequence), or, when that would take more than `budget` steps, by a linear way: the
 * k-th item of a key with the k-th of the other list, as far as the order allows.
 */
export function match(a: Int32Array, b: Int32Array, budget: number): Matching {
  const partner = new Int32Array(a.length).fill(-1);
  let head = 0;
  while (head < a.length && head < b.length && a[head] === b[head]) {
    partner[head] = head;
    head++;
  }
  let endA = a.length;
  let endB = b.length;
  while (endA > head && endB > head && a[endA - 1] === b[endB - 1]) {
    endA--;
    endB--;
    partner[endA] = endB;
  }
  const work = (endA - head) * (endB - head);
  if (work === 0) return { partner, exact: true, work: 0 };
  if (work <= budget) {
    longest(a, b, head, endA, endB, partner);
    return { partner, exact: true, work };
  }
  byOccurrence(a, b, head, endA, endB, partner);
  return { partner, exact: false, work: endA - head + (endB - head) };
}

/** The table of the lengths of common subsequences of what is left, and the way through it. */
function longest(
  a: Int32Array,
  b: Int32Array,
  head: number,
  endA: number,
  endB: number,
  partner: Int32Array,
): void {
  const rows = endA - head;
  const columns = endB - head;
  const width = columns + 1;
  const length = new Int32Array((rows + 1) * width);
  for (let i = rows - 1; i >= 0; i--) {
    const key = a[head + i];
    const row = i * width;
    for (let j = columns - 1; j >= 0; j--) {
      length[row + j] =
        key === b[head + j]
          ? (length[row + width + j + 1] ?? 0) + 1
          : Math.max(length[row + width + j] ?? 0, length[row + j + 1] ?? 0);
    }
  }
  let i = 0;
  let j = 0;
  while (i < rows && j < columns) {
    if (a[head + i] === b[head + j]) {
      partner[head + i] = head + j;
      i++;
      j++;
    } else if ((length[(i + 1) * width + j] ?? 0) >= (length[i * width + j + 1] ?? 0)) {
      i++;
    } else {
      j++;
    }
  }
}

/** Pairs the k-th of each key, and keeps the longest run of pairs that stand in order in both lists. */
function byOccurrence(
  a: Int32Array,
  b: Int32Array,
  head: number,
  endA: number,
  endB: number,
  partner: Int32Array,
): void {
  const places = new Map<number, number[]>();
  for (let j = endB - 1; j >= head; j--) {
    const key = b[j] ?? 0;
    const before = places.get(key);
    if (before) before.push(j);
    else places.set(key, [j]);
  }
  const candidate = new Int32Array(endA - head).fill(-1);
  for (let i = head; i < endA; i++) candidate[i - head] = places.get(a[i] ?? 0)?.pop() ?? -1;
  // tails[k]: the item that ends the best increasing run of length k + 1.
  const tails: number[] = [];
  const before = new Int32Array(candidate.length).fill(-1);
  for (let i = 0; i < candidate.length; i++) {
    const value = candidate[i] ?? -1;
    if (value < 0) continue;
    let low = 0;
    let high = tails.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((candidate[tails[middle] ?? 0] ?? 0) < value) low = middle + 1;
      else high = middle;
    }
    before[i] = low === 0 ? -1 : (tails[low - 1] ?? -1);
    tails[low] = i;
  }
  for (let i = tails.at(-1) ?? -1; i >= 0; i = before[i] ?? -1) {
    partner[head + i] = candidate[i] ?? -1;
  }
}
