import { modelAt, type Skeleton, Status } from '../skeleton/skeleton';
import type { Alignment } from './align';

/** What differs in a row, as bits. Payloads are not known to the skeleton, and not looked at. */
export const Change = {
  onlyA: 1,
  onlyB: 2,
  status: 4,
  duration: 8,
  tokens: 16,
  cost: 32,
  model: 64,
} as const;

/** A duration counts as changed from this share and this time on. */
export const LEAST_SHARE = 0.1;
export const LEAST_NANOS = 1_000_000;

/** The bits of `Change` of each row. */
export function changesOf(alignment: Alignment, a: Skeleton, b: Skeleton): Uint8Array {
  const all = new Uint8Array(alignment.rows);
  for (let row = 0; row < all.length; row++) {
    all[row] = changeOf(a, alignment.a[row] ?? -1, b, alignment.b[row] ?? -1);
  }
  return all;
}

function changeOf(a: Skeleton, i: number, b: Skeleton, j: number): number {
  if (j < 0) return Change.onlyA;
  if (i < 0) return Change.onlyB;
  let bits = 0;
  if (a.status[i] !== b.status[j]) bits |= Change.status;
  if (durationDiffers(a.duration[i] ?? Number.NaN, b.duration[j] ?? Number.NaN)) {
    bits |= Change.duration;
  }
  if (a.inputTokens[i] !== b.inputTokens[j] || a.outputTokens[i] !== b.outputTokens[j]) {
    bits |= Change.tokens;
  }
  if (!Object.is(a.cost[i], b.cost[j])) bits |= Change.cost;
  if (modelAt(a, i) !== modelAt(b, j)) bits |= Change.model;
  return bits;
}

function durationDiffers(a: number, b: number): boolean {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number.isNaN(a) !== Number.isNaN(b);
  const by = Math.abs(b - a);
  return by >= LEAST_NANOS && by >= LEAST_SHARE * Math.max(a, b);
}

/** The figures of a whole trace, or of one span; null where unknown. */
export interface Figures {
  readonly nanos: number | null;
  readonly tokens: number | null;
  readonly cost: number | null;
}

export function figuresAt(skeleton: Skeleton, place: number): Figures {
  if (place < 0) return { nanos: null, tokens: null, cost: null };
  const input = skeleton.inputTokens[place] ?? -1;
  const output = skeleton.outputTokens[place] ?? -1;
  return {
    nanos: known(skeleton.duration[place]),
    tokens: input < 0 && output < 0 ? null : Math.max(input, 0) + Math.max(output, 0),
    cost: known(skeleton.cost[place]),
  };
}

function known(value: number | undefined): number | null {
  return value === undefined || Number.isNaN(value) ? null : value;
}

/** How many spans failed. */
export function errorsOf(skeleton: Skeleton): number {
  let errors = 0;
  for (let i = 0; i < skeleton.loaded; i++) if (skeleton.status[i] === Status.error) errors++;
  return errors;
}
