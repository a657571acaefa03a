/**
 * A preview of inputs or outputs as a line to read: of `{"question": "Why?"}` the text alone, of `"Why?"` the text without its quotes. What
 * is more than one text stays as it is, and so does the end of a preview that was cut.
 */
export function readable(preview: string): string {
  const begin = /^\s*(?:\{\s*"(?:[^"\\]|\\.)*"\s*:\s*)?"/.exec(preview);
  if (!begin) return preview;
  const body = preview.slice(begin[0].length);
  const end = /(?<!\\)(?:\\\\)*"/.exec(body);
  if (!end) return unescaped(body) ?? preview;
  const behind = body.slice(end.index + end[0].length).trim();
  const isObject = begin[0].trimStart().startsWith('{');
  return behind === (isObject ? '}' : '')
    ? (unescaped(body.slice(0, end.index + end[0].length - 1)) ?? preview)
    : preview;
}

/** The text that a JSON string of these characters is; null when it is none. */
function unescaped(inside: string): string | null {
  // A cut may have gone through an escape.
  for (const text of [inside, inside.replace(/\\(u[0-9a-fA-F]{0,3})?(\.\.\.)?$/, '$2')]) {
    try {
      const value: unknown = JSON.parse(`"${text}"`);
      if (typeof value === 'string') return value;
    } catch {
      // tried without its end, or left as it is
    }
  }
  return null;
}
