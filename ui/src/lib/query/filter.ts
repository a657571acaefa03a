import type { Clause, Glob, Item, Place } from './clauses';
import { type Field, fieldOf } from './fields';
import { quantity, rangeOf } from './numbers';

export interface FilterText {
  /** In the filter language; empty for every trace. */
  readonly text: string;
  /** Which part of it each clause has become. */
  readonly parts: readonly (Place & { readonly item: Item })[];
}

/** The filter that a query means. Items that cannot be read are left out of it. */
export function toFilter(items: readonly Item[]): FilterText {
  const read = items.filter((item) => item.clause !== null);
  const parts: (Place & { item: Item })[] = [];
  let text = '';
  for (const item of read) {
    if (item.clause === null) continue;
    if (text !== '') text += ' AND ';
    const from = text.length;
    text += filterOf(item.clause, read.length === 1);
    parts.push({ from, to: text.length, item });
  }
  return { text, parts };
}

/** The item that a refusal of the server is about, by the column that it says; null when it says none. */
export function refusedItem(filter: FilterText, message: string): Item | null {
  const column = Number(/^filter, column (\d+):/.exec(message)?.[1] ?? Number.NaN);
  if (Number.isNaN(column)) return null;
  const at = [...filter.text].slice(0, column - 1).join('').length;
  const part = filter.parts.find(({ from, to }) => from <= at && at < to) ?? filter.parts.at(-1);
  return part?.item ?? null;
}

function filterOf(clause: Clause, alone: boolean): string {
  const not = clause.negated ? 'NOT ' : '';
  switch (clause.kind) {
    case 'text':
      return `${not}trace.text ILIKE ${quoted(`%${clause.text}%`)}`;
    case 'filter':
      return alone && !clause.negated ? clause.filter : `${not}(${clause.filter})`;
    case 'has': {
      const name = fieldOf(clause.key)?.filter ?? clause.key;
      return `${name} IS ${clause.negated ? '' : 'NOT '}NULL`;
    }
    case 'field': {
      const field = fieldOf(clause.key);
      return field ? not + ofField(clause, field) : '';
    }
  }
}

function ofField(clause: Extract<Clause, { kind: 'field' }>, field: Field): string {
  const { operator, values } = clause;
  const name = field.filter;
  if (/[<>]/.test(operator)) {
    return `${name} ${operator} ${number(values[0]?.[0] ?? '', field)}`;
  }
  if (operator === '~') return `${name} RLIKE ${quoted(values[0]?.[0] ?? '')}`;
  const exact = values.every((value) => value.length === 1);
  const isNot = operator === '!=';
  if (exact && values.length > 1 && (field.kind === 'text' || field.kind === 'any')) {
    const texts = values.map((value) => quoted(value[0] ?? ''));
    return `${name} ${isNot ? 'NOT IN' : 'IN'} (${texts.join(', ')})`;
  }
  const each = values.map((value) => oneOf(name, value, field, isNot));
  const joined = each.join(isNot ? ' AND ' : ' OR ');
  return each.length > 1 ? `(${joined})` : joined;
}

function oneOf(name: string, value: Glob, field: Field, isNot: boolean): string {
  const text = value[0] ?? '';
  if (field.kind === 'number') {
    const range = isNot ? null : rangeOf(text);
    return range
      ? `${name} BETWEEN ${number(range[0], field)} AND ${number(range[1], field)}`
      : `${name} ${isNot ? '!=' : '='} ${number(text, field)}`;
  }
  if (field.kind === 'full') return `${name} ILIKE ${quoted(`%${value.join('%')}%`)}`;
  if (value.length === 1) return `${name} ${isNot ? '!=' : '='} ${quoted(text)}`;
  // `_` and `%` mean others to LIKE and cannot be escaped in it.
  const [word, pattern] = value.some((piece) => /[_%]/.test(piece))
    ? ['RLIKE', `(?s)^${value.map(escaped).join('.*')}$`]
    : ['LIKE', value.join('%')];
  return `${name} ${isNot ? 'NOT ' : ''}${word} ${quoted(pattern ?? '')}`;
}

const escaped = (piece: string): string => piece.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');

function number(text: string, field: Field): string {
  const value = field.unit ? quantity(text, field.unit) : Number(text);
  return plain(value ?? 0);
}

/** Without an exponent of a plus sign, which the filter language does not have. */
const plain = (value: number): string => String(value).replace('e+', 'e');

/** In the quotes that the text does not hold; else doubled, as the server prints it. */
export function quoted(text: string): string {
  return text.includes("'") && !text.includes('"')
    ? `"${text}"`
    : `'${text.replaceAll("'", "''")}'`;
}
