/** A stretch of a text: as it is, or a character that would not be seen, or would mislead. */
export type Stretch =
  | { readonly kind: 'text'; readonly at: number; readonly text: string }
  | { readonly kind: 'hidden'; readonly at: number; readonly code: number; readonly name: string };

/**
 * Control characters but tab and line breaks, marks that turn the direction of what follows, spaces without width, and the invisible tags that
 * can carry a message to a model which no reader sees.
 */
const HIDDEN =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;

const NAMES = new Map<number, string>([
  [0x00, 'NUL'],
  [0x07, 'bell'],
  [0x08, 'backspace'],
  [0x1b, 'escape'],
  [0x7f, 'delete'],
  [0xad, 'soft hyphen'],
  [0x200b, 'zero width space'],
  [0x200e, 'left-to-right mark'],
  [0x200f, 'right-to-left mark'],
  [0x2028, 'line separator'],
  [0x2029, 'paragraph separator'],
  [0x202a, 'left-to-right embedding'],
  [0x202b, 'right-to-left embedding'],
  [0x202c, 'end of direction'],
  [0x202d, 'left-to-right override'],
  [0x202e, 'right-to-left override'],
  [0x2066, 'left-to-right isolate'],
  [0x2067, 'right-to-left isolate'],
  [0x2068, 'first strong isolate'],
  [0x2069, 'end of isolate'],
  [0xfeff, 'byte order mark'],
]);

/** Splits a text where it has characters that must be shown by a name. */
export function visible(text: string): readonly Stretch[] {
  const parts: Stretch[] = [];
  let from = 0;
  for (const match of text.matchAll(HIDDEN)) {
    if (match.index > from)
      parts.push({ kind: 'text', at: from, text: text.slice(from, match.index) });
    const code = match[0].codePointAt(0) ?? 0;
    parts.push({ kind: 'hidden', at: match.index, code, name: NAMES.get(code) ?? nameOf(code) });
    from = match.index + match[0].length;
  }
  if (from < text.length) parts.push({ kind: 'text', at: from, text: text.slice(from) });
  return parts;
}

function nameOf(code: number): string {
  return code >= 0xe0000
    ? 'invisible tag'
    : code < 0xa0
      ? 'control character'
      : 'invisible character';
}

/** `U+202E`. */
export function codePoint(code: number): string {
  return 'U+' + code.toString(16).toUpperCase().padStart(4, '0');
}
