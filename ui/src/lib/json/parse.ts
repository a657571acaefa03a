interface RawJson {
  readonly rawJSON?: (text: string) => unknown;
}

/** Digits that may be more than a number of this language can hold. */
const MANY_DIGITS = /\d{16}/;

/**
 * Parses JSON; numbers that would lose digits are kept as they are written, where the browser can: they come out of `JSON.stringify` as they
 * went in.
 */
export function parseKeeping(text: string): unknown {
  const { rawJSON } = JSON as RawJson;
  if (!rawJSON || !MANY_DIGITS.test(text)) return JSON.parse(text);
  const keep = (_: string, value: unknown, context?: { readonly source?: string }): unknown => {
    const source = context?.source;
    return typeof value === 'number' && source !== undefined && source !== String(value)
      ? rawJSON(source)
      : value;
  };
  return JSON.parse(text, keep) as unknown;
}

/** Whether a text is JSON with something to open: an object or a list. */
export function isJsonText(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
