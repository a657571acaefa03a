import { emptyColumns, type Skeleton } from './skeleton';

const HEAD = 1;
const WORDS = 2;
const SPANS = 3;
const END = 4;
const FRAME_HEADER = 8;

interface Head {
  trace_id: string;
  experiment_id: string;
  state: string;
  spans: number;
  start_ns: string;
  revision: string;
  types: string[];
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/**
 * Reads a skeleton as it comes: give it pieces of any size, in order. What has come so far is in `skeleton`, whose columns have their full
 * length from the head on.
 */
export class SkeletonDecoder {
  private rest: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  private current: Writable<Skeleton> | null = null;
  private words: string[] = [];
  private readonly text = new TextDecoder();

  /** What has come; null before the head has. Its columns fill as more comes; its `loaded` does not change. */
  get skeleton(): Skeleton | null {
    return this.current && { ...this.current };
  }

  push(piece: Uint8Array): void {
    const all = new Uint8Array(this.rest.length + piece.length);
    all.set(this.rest);
    all.set(piece, this.rest.length);
    const view = new DataView(all.buffer);
    let at = 0;
    while (at + FRAME_HEADER <= all.length) {
      const length = view.getUint32(at + 4, true);
      const padded = (length + 7) & ~7;
      if (at + FRAME_HEADER + padded > all.length) {
        break;
      }
      this.frame(view.getUint32(at, true), all.buffer, at + FRAME_HEADER, length);
      at += FRAME_HEADER + padded;
    }
    this.rest = all.slice(at);
  }

  private frame(kind: number, buffer: ArrayBuffer, at: number, length: number): void {
    if (kind === SPANS) {
      this.block(buffer, at);
      return;
    }
    const json: unknown = JSON.parse(this.text.decode(new Uint8Array(buffer, at, length)));
    if (kind === HEAD) {
      this.head(json as Head);
    } else if (kind === WORDS) {
      for (const word of json as string[]) {
        this.words.push(word);
      }
    } else if (kind === END) {
      this.started().complete = this.started().loaded === this.started().count;
    }
  }

  private head(head: Head): void {
    const n = head.spans;
    this.current = {
      traceId: head.trace_id,
      experimentId: head.experiment_id,
      state: head.state,
      revision: head.revision,
      startNs: BigInt(head.start_ns),
      count: n,
      loaded: 0,
      complete: false,
      words: this.words,
      types: head.types,
      ...emptyColumns(n),
    };
  }

  private block(buffer: ArrayBuffer, at: number): void {
    const to = this.started();
    const first = to.loaded;
    const n = new DataView(buffer).getUint32(at, true);
    let place = at + 8;
    const column = (bytes: number): number => {
      const here = place;
      place += (n * bytes + 7) & ~7;
      return here;
    };
    to.id.set(new BigUint64Array(buffer, column(8), n), first);
    to.start.set(new Float64Array(buffer, column(8), n), first);
    to.duration.set(new Float64Array(buffer, column(8), n), first);
    to.parent.set(new Int32Array(buffer, column(4), n), first);
    to.name.set(new Uint32Array(buffer, column(4), n), first);
    to.cost.set(new Float32Array(buffer, column(4), n), first);
    to.inputTokens.set(new Int32Array(buffer, column(4), n), first);
    to.outputTokens.set(new Int32Array(buffer, column(4), n), first);
    to.model.set(new Uint16Array(buffer, column(2), n), first);
    to.type.set(new Uint8Array(buffer, column(1), n), first);
    to.status.set(new Uint8Array(buffer, column(1), n), first);
    to.loaded += n;
  }

  private started(): Writable<Skeleton> {
    if (this.current === null) {
      throw new Error('the skeleton of a trace does not begin with its head');
    }
    return this.current;
  }
}
