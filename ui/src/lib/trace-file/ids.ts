const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Hex digits of an id in base64; null when it is none of so many bytes. */
function fromBase64(text: string, bytes: number): string | null {
  if (text.length !== Math.ceil(bytes / 3) * 4 || !BASE64.test(text)) return null;
  const binary = atob(text);
  if (binary.length !== bytes) return null;
  return Array.from(binary, (each) => each.charCodeAt(0).toString(16).padStart(2, '0')).join('');
}

/** The 16 hex digits of a span id in base64 or hex, with or without `0x`; as it is when it is neither; null when there is none. */
export function spanIdOf(value: unknown): string | null {
  if (typeof value !== 'string' || value === '') return null;
  const hex = value.replace(/^0x/, '').toLowerCase();
  if (/^[0-9a-f]{1,16}$/.test(hex)) {
    return /^0+$/.test(hex) ? null : hex.padStart(16, '0');
  }
  return fromBase64(value, 8) ?? value;
}

/** The 32 hex digits of a trace id in base64 or hex; as it is when it is neither. */
export function traceIdOf(value: unknown): string {
  if (typeof value !== 'string') return '';
  if (/^[0-9a-fA-F]{32}$/.test(value)) return value.toLowerCase();
  return fromBase64(value, 16) ?? value;
}
