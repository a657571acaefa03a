import type { Raw } from './types';

/** A value as pages show it: `json` says that the text is JSON; else it is the string itself. */
export interface Shown {
  readonly json: boolean;
  readonly text: string;
}

const SCALAR = /^\s*(?:-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)\s*$/;

export function shown(raw: Raw): Shown {
  if (!raw.encoded) return { json: false, text: raw.text };
  const first = raw.text.trimStart()[0];
  if (first === '{' || first === '[') {
    return { json: decoded(raw.text) !== undefined, text: raw.text };
  }
  if (first === '"') {
    const value = decoded(raw.text);
    return { json: false, text: typeof value === 'string' ? value : raw.text };
  }
  return { json: SCALAR.test(raw.text), text: raw.text };
}

/** The text of `shown` alone, without finding out whether it is JSON. */
export function shownText(raw: Raw): string {
  return raw.encoded && raw.text.trimStart().startsWith('"') ? shown(raw).text : raw.text;
}

/** The value of a raw text; a string when it is no JSON. */
export function valueOf(raw: Raw): unknown {
  if (!raw.encoded) return raw.text;
  const value = decoded(raw.text);
  return value === undefined ? raw.text : value;
}

/** Undefined when it is no JSON. */
function decoded(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** How a value that a file has within its JSON is kept: MLflow writes the JSON text of each value as a string. */
export function rawOf(value: unknown): Raw {
  return typeof value === 'string'
    ? { text: value, encoded: true }
    : { text: JSON.stringify(value ?? null), encoded: true };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : null;
}

/** Nanoseconds, of a number or its text; null for 0 and for what is no number. */
export function nanosOf(value: unknown): bigint | null {
  if (typeof value === 'number' && Number.isFinite(value)) {
    return value === 0 ? null : BigInt(Math.round(value));
  }
  if (typeof value === 'string' && /^-?\d{1,30}$/.test(value.trim())) {
    const nanos = BigInt(value.trim());
    return nanos === 0n ? null : nanos;
  }
  return null;
}

/** The texts of a map; MLflow's older wire form has a list of keys and values. */
export function textMap(value: unknown): Record<string, string> {
  const entries: (readonly [unknown, unknown])[] = Array.isArray(value)
    ? value.filter(isObject).map((each) => [each['key'], each['value']] as const)
    : Object.entries(isObject(value) ? value : {});
  const map: Record<string, string> = Object.create(null) as Record<string, string>;
  for (const [key, each] of entries) {
    if (typeof key === 'string') {
      map[key] = typeof each === 'string' ? each : JSON.stringify(each ?? null);
    }
  }
  return map;
}
