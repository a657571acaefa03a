import type { TraceSource, ValueField } from '../../../api/source';
import type { Value } from '../../../api/types';

const PIECE_BYTES = 1 << 20;

/** Whole texts of values that came cut; they live as long as the cut value does. */
const wholes = new WeakMap<Value, string>();

/** The whole text of a value, if it is here; null when there is but its beginning. */
export function wholeOf(value: Value): string | null {
  return value.cut ? (wholes.get(value) ?? null) : value.text;
}

/**
 * Loads the whole text of a value, in pieces.
 *
 * @param onProgress is told how many bytes have come
 */
export async function loadWhole(
  source: TraceSource,
  spanId: string,
  field: ValueField,
  value: Value,
  onProgress: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<string> {
  const here = wholeOf(value);
  if (here !== null) return here;
  const text = source.bytes
    ? await inPieces(source.bytes.bind(source), spanId, field, value.bytes, onProgress, signal)
    : await source.value(spanId, field, undefined, signal);
  wholes.set(value, text);
  return text;
}

async function inPieces(
  bytesOf: NonNullable<TraceSource['bytes']>,
  spanId: string,
  field: ValueField,
  total: number,
  onProgress: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<string> {
  // One decoder for all pieces: a character may be cut between two of them.
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const pieces: string[] = [];
  for (let from = 0; from < total;) {
    const to = Math.min(total, from + PIECE_BYTES);
    const bytes = await bytesOf(spanId, field, [from, to], signal);
    if (bytes.length === 0) {
      throw new Error(`The value ended after ${from} of ${total} bytes.`);
    }
    pieces.push(decoder.decode(bytes, { stream: true }));
    from += bytes.length;
    onProgress(Math.min(from, total));
  }
  pieces.push(decoder.decode());
  return pieces.join('');
}
