const PIECE = 2000;

/**
 * Cuts a text into pieces that can be shown one below the other: at line breaks, and within long lines. A character outside the first plane is
 * not cut.
 *
 * @returns where each piece begins, and the end of the text
 */
export function piecesOf(text: string, length = PIECE): Uint32Array {
  const bounds = [0];
  for (let at = 0; at < text.length;) {
    at = endOf(text, at, length);
    bounds.push(at);
  }
  return Uint32Array.from(bounds);
}

function endOf(text: string, from: number, length: number): number {
  const hard = from + length;
  if (hard >= text.length) return text.length;
  const line = text.slice(from, hard).lastIndexOf('\n');
  if (line >= 0) return from + line + 1;
  return isHigh(text.charCodeAt(hard - 1)) && length > 1 ? hard - 1 : hard;
}

/** Whether this is the first half of a character outside the first plane. */
export function isHigh(code: number): boolean {
  return code >= 0xd800 && code <= 0xdbff;
}

/** The piece that has a place of the text. */
export function pieceAt(bounds: Uint32Array, place: number): number {
  let low = 0;
  let high = bounds.length - 2;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((bounds[middle] ?? 0) <= place) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}
