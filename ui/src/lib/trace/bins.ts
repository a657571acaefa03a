import { Status } from '../skeleton/skeleton';
import { type Scale, placeAt } from './scale';
import type { Times } from './times';
import type { TraceTree } from './tree';

/** All spans drawn small: a colour for each pixel, so that a quarter of a million spans are no more to paint than ten. */
export interface Bins {
  readonly width: number;
  readonly lanes: number;
  /** For each pixel, lane after lane: 0 nothing, else the place of the type and one; 255 and one are no type. */
  readonly type: Uint16Array;
  /** For each column: 1 where a span failed. */
  readonly error: Uint8Array;
}

export function binsOf(
  tree: TraceTree,
  times: Times,
  scale: Scale,
  width: number,
  most: number,
  keep: Uint8Array | null = null,
): Bins {
  const lanes = Math.max(1, Math.min(most, tree.deepest + 1));
  const type = new Uint16Array(width * lanes);
  const error = new Uint8Array(width);
  if (width > 0) {
    // What was painted last in a lane, so that spans on the same pixels are painted once.
    const painted = new Int32Array(lanes).fill(-1);
    const paintedTo = new Int32Array(lanes).fill(-1);
    for (let place = 0; place < tree.count; place++) {
      const span = tree.order[place]!;
      if (keep !== null && keep[span] === 0) continue;
      const a = Math.min(width - 1, Math.floor(placeAt(scale, times.start[span]!) * width));
      const b = Math.max(a + 1, Math.ceil(placeAt(scale, times.end[span]!) * width));
      const depth = tree.depth[span]!;
      const lane = tree.deepest < lanes ? depth : Math.floor((depth * lanes) / (tree.deepest + 1));
      const mark = tree.skeleton.type[span]! + 1;
      if (painted[lane] !== a * 257 + mark || paintedTo[lane] !== b) {
        type.fill(mark, lane * width + a, lane * width + Math.min(b, width));
        painted[lane] = a * 257 + mark;
        paintedTo[lane] = b;
      }
      if (tree.skeleton.status[span] === Status.error) error[Math.min(width, b) - 1] = 1;
    }
  }
  return { width, lanes, type, error };
}
