const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** The text from one byte of its UTF-8 to another (exclusive); characters that are cut are left out. */
export function byteSlice(text: string, from: number, to: number): string {
  const all = encoder.encode(text);
  return decoder.decode(all.subarray(boundary(all, from), boundary(all, to)));
}

/** The start of the text that has so many bytes at most, and how many bytes all of it has. */
export function cutBytes(
  text: string,
  most: number,
): { readonly text: string; readonly bytes: number } {
  if (text.length * 3 <= most) return { text, bytes: encoder.encode(text).length };
  const all = encoder.encode(text);
  return all.length <= most
    ? { text, bytes: all.length }
    : { text: decoder.decode(all.subarray(0, boundary(all, most))), bytes: all.length };
}

/** The place itself, or the start of the character that it is within. */
function boundary(all: Uint8Array, at: number): number {
  let place = Math.max(0, Math.min(at, all.length));
  while (place > 0 && place < all.length && ((all[place] ?? 0) & 0xc0) === 0x80) place--;
  return place;
}
