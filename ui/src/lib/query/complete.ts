import {
  canonicalKey,
  FAMILIES,
  type Family,
  familyOf,
  type Field,
  fieldOf,
  FIELDS,
} from './fields';
import { printGlob, printKey } from './print';

/** What may be written next, at the end of an item. */
export type Wanted =
  | {
      readonly kind: 'key';
      /** What of the key is written. */
      readonly prefix: string;
      /** The part of the item that is kept before it. */
      readonly kept: string;
      /** `has:` wants a key and nothing behind it. */
      readonly behind: ':' | '';
      /** The family whose keys have to be asked for; null for the fixed ones. */
      readonly family: Family | null;
    }
  | {
      readonly kind: 'value';
      readonly field: Field;
      readonly prefix: string;
      readonly kept: string;
      /** Values that the item has already. */
      readonly used: readonly string[];
    }
  | { readonly kind: 'nothing' };

export interface Option {
  /** The item when this is chosen. */
  readonly text: string;
  readonly label: string;
  readonly hint: string;
  /** Whether the item is whole with it. */
  readonly whole: boolean;
}

const NOTHING: Wanted = { kind: 'nothing' };

/** What may follow the text of one item. */
export function wantedAfter(item: string): Wanted {
  if (/^-?(?:span\s*)?\(/i.test(item) || /\s$/.test(item)) return NOTHING;
  const not = item.startsWith('-') ? '-' : '';
  const body = item.slice(not.length);
  const has = /^has:/i.exec(body)?.[0];
  if (has !== undefined) return keyWanted(body.slice(has.length), not + has, '');
  const sign = /^((?:"(?:[^"]|"")*"|[^":=<>~!])*)(!=|[:=])/.exec(body);
  if (!sign) {
    return /[<>~]/.test(body) || body.startsWith('"') ? NOTHING : keyWanted(body, not, ':');
  }
  const field = fieldOf(canonicalKey(unquoted(sign[1] ?? '')));
  if (!field || (!field.observed && !field.words)) return NOTHING;
  const rest = body.slice(sign[0].length);
  const comma = lastComma(rest);
  const used = rest.slice(0, comma).split(',').map(unquoted).filter(Boolean);
  return {
    kind: 'value',
    field,
    prefix: unquoted(rest.slice(comma)),
    kept: not + sign[0] + rest.slice(0, comma),
    used,
  };
}

function keyWanted(written: string, kept: string, behind: ':' | ''): Wanted {
  const key = canonicalKey(unquoted(written));
  const family = familyOf(key);
  return {
    kind: 'key',
    prefix: family ? family[1] : unquoted(written),
    kept,
    behind,
    family: family?.[0] ?? null,
  };
}

const unquoted = (text: string): string => text.replace(/^["']|["']$/g, '').replaceAll('."', '.');

function lastComma(text: string): number {
  let quoted = false;
  let last = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') quoted = !quoted;
    if (text[at] === ',' && !quoted) last = at + 1;
  }
  return last;
}

/** Keys of fixed names that begin so, or have a part that does. */
export function keyOptions(wanted: Extract<Wanted, { kind: 'key' }>): readonly Option[] {
  const prefix = wanted.prefix.toLowerCase();
  const fits = (key: string) =>
    key.startsWith(prefix) || key.split(/[._]/).some((part) => part.startsWith(prefix));
  const fixed = FIELDS.filter(
    (field) => fits(field.key) && !(wanted.behind === '' && field.kind === 'full'),
  ).map((field) => ({
    text: wanted.kept + field.key + wanted.behind,
    label: field.key,
    hint: field.hint,
    whole: wanted.behind === '',
  }));
  const families = FAMILIES.filter((family) => fits(family.prefix)).map((family) => ({
    text: wanted.kept + family.prefix,
    label: family.prefix,
    hint: family.hint,
    whole: false,
  }));
  const has =
    wanted.behind === ':' && 'has'.startsWith(prefix)
      ? [{ text: wanted.kept + 'has:', label: 'has:', hint: 'there is a value', whole: false }]
      : [];
  return [...fixed, ...families, ...has].toSorted(
    (a, b) => Number(b.label.startsWith(prefix)) - Number(a.label.startsWith(prefix)),
  );
}

/** Keys of a family that were seen in the experiment. */
export function familyOptions(
  wanted: Extract<Wanted, { kind: 'key' }>,
  seen: readonly { readonly value: string; readonly traces: number }[],
): readonly Option[] {
  const family = wanted.family;
  if (family === null) return [];
  return seen.map(({ value, traces }) => ({
    text: wanted.kept + printKey(family.prefix + value) + wanted.behind,
    label: family.prefix + value,
    hint: tracesWord(traces),
    whole: wanted.behind === '',
  }));
}

export function valueOptions(
  wanted: Extract<Wanted, { kind: 'value' }>,
  seen: readonly { readonly value: string; readonly traces: number }[],
): readonly Option[] {
  const prefix = wanted.prefix.toLowerCase();
  const counts = new Map(seen.map(({ value, traces }) => [value, traces]));
  const words = (wanted.field.words ?? []).filter(
    (word) => word.toLowerCase().includes(prefix) && !counts.has(word),
  );
  return [...counts.keys(), ...words]
    .filter((value) => !wanted.used.includes(value))
    .toSorted((a, b) => begins(b, prefix) - begins(a, prefix))
    .map((value) => ({
      text: wanted.kept + printGlob([value]),
      label: value === '' ? '""' : value,
      hint: counts.has(value) ? tracesWord(counts.get(value) ?? 0) : '',
      whole: true,
    }));
}

const begins = (value: string, prefix: string): number =>
  Number(value.toLowerCase().startsWith(prefix));

const tracesWord = (traces: number): string =>
  traces === 1 ? '1 trace' : `${traces.toLocaleString('en')} traces`;
