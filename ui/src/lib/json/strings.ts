import { isHigh } from '../text/pieces';

/** Strings of JSON texts, decoded in parts. Places are those of the text, between the quotes. */

const PIECE = 2000;
/** Longer than any escape: `\ud83d\ude00`. */
const REACH = 12;

/** The text that a part of a JSON string stands for. */
export function decoded(text: string, from: number, to: number): string {
  const raw = text.slice(from, to);
  if (!raw.includes('\\')) return raw;
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    return raw;
  }
}

/** The last place at or before `at` that cuts neither an escape nor a character in two. */
export function safeCut(text: string, from: number, at: number): number {
  let cut = at;
  // Escapes are read from the last place before that is surely outside of one.
  let place = Math.max(from, at - REACH);
  while (place > from && text[place - 1] === '\\') place--;
  const first = Math.max(from, place - 5);
  const unicode = first + text.slice(first, place).lastIndexOf('\\u');
  if (unicode >= first && !escaped(text, from, unicode)) place = unicode;
  while (place < at) {
    const next = place + lengthAt(text, place);
    if (next > at) cut = place;
    place = next;
  }
  return cut > from ? cut : at;
}

function escaped(text: string, from: number, at: number): boolean {
  let slashes = 0;
  while (at - 1 - slashes >= from && text[at - 1 - slashes] === '\\') slashes++;
  return slashes % 2 === 1;
}

/** How long the character or the escape at a place is; both halves of a pair are one. */
function lengthAt(text: string, place: number): number {
  if (text[place] !== '\\') return isHigh(text.charCodeAt(place)) ? 2 : 1;
  if (text[place + 1] !== 'u') return 2;
  const code = Number.parseInt(text.slice(place + 2, place + 6), 16);
  return isHigh(code) && text.startsWith('\\u', place + 6) ? 12 : 6;
}

/** Cuts a long string into parts, at its line breaks where it has some; as `piecesOf`. */
export function stringPieces(text: string, start: number, end: number): Uint32Array {
  const bounds = [start];
  for (let at = start; at < end;) {
    const hard = at + PIECE;
    if (hard >= end) {
      at = end;
    } else {
      const line = lastBreak(text, at, hard);
      at = line > at ? line : safeCut(text, at, hard);
    }
    bounds.push(at);
  }
  return Uint32Array.from(bounds);
}

function lastBreak(text: string, from: number, to: number): number {
  const part = text.slice(from, to);
  for (let at = part.lastIndexOf('\\n'); at >= 0; at = part.lastIndexOf('\\n', at - 1)) {
    if (!escaped(text, from, from + at)) return from + at + 2;
    if (at === 0) break;
  }
  return from;
}

/** Whether a string is itself JSON with something to open: an object or a list. */
export function looksLikeJson(value: string): boolean {
  return /^\s*[[{]/.test(value) && /[\]}]\s*$/.test(value);
}
