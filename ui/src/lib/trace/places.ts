import type { Skeleton } from '../skeleton/skeleton';

/** Finds spans by their ids without an object for each: an open hash table of places. */
class SpanIndex {
  private readonly table: Int32Array;
  private readonly mask: number;
  /** The ids as halves: a `bigint` for each look-up would be slow. */
  private readonly halves: Uint32Array;

  constructor(skeleton: Skeleton) {
    let size = 16;
    while (size < skeleton.loaded * 2) size *= 2;
    this.mask = size - 1;
    this.table = new Int32Array(size).fill(-1);
    this.halves = new Uint32Array(skeleton.id.buffer, skeleton.id.byteOffset, skeleton.count * 2);
    for (let place = 0; place < skeleton.loaded; place++) {
      let slot = this.slot(this.halves[place * 2]!, this.halves[place * 2 + 1]!);
      while (this.table[slot]! >= 0) slot = (slot + 1) & this.mask;
      this.table[slot] = place;
    }
  }

  find(low: number, high: number): number {
    let slot = this.slot(low, high);
    for (;;) {
      const place = this.table[slot]!;
      if (place < 0) return -1;
      if (this.halves[place * 2] === low && this.halves[place * 2 + 1] === high) return place;
      slot = (slot + 1) & this.mask;
    }
  }

  private slot(low: number, high: number): number {
    const mixed = Math.imul(low ^ Math.imul(high, 0x9e3779b1), 0x85ebca6b);
    return (mixed ^ (mixed >>> 15)) & this.mask;
  }
}

const indexes = new WeakMap<Skeleton, SpanIndex>();

/** The place of the span of 16 hex digits; -1 when there is none. The first look-up in a skeleton makes an index of it. */
export function findPlace(skeleton: Skeleton, spanId: string | null): number {
  if (spanId === null || !/^[0-9a-f]{16}$/.test(spanId)) return -1;
  let index = indexes.get(skeleton);
  if (index === undefined) {
    index = new SpanIndex(skeleton);
    indexes.set(skeleton, index);
  }
  return index.find(
    Number.parseInt(spanId.slice(8), 16) >>> 0,
    Number.parseInt(spanId.slice(0, 8), 16) >>> 0,
  );
}
