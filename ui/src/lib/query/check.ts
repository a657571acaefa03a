import type { Clause } from './clauses';
import type { Field } from './fields';
import { expected, quantity, rangeOf } from './numbers';

type FieldClause = Extract<Clause, { kind: 'field' }>;

/** What is wrong with a clause of a field, in words; null when nothing is. */
export function check({ key, operator, values }: FieldClause, field: Field): string | null {
  const several = values.length > 1;
  const compares = /[<>]/.test(operator);
  if (several && operator !== ':' && operator !== '!=') {
    return `${key}${operator} takes one value`;
  }
  const texts = values.map((value) => (value.length === 1 ? (value[0] ?? '') : null));
  if (field.kind === 'number') {
    const unit = field.unit ?? 'count';
    if (operator === '~') return `${key} is a number: it has no pattern`;
    for (const text of texts) {
      const range = operator === ':' && text !== null ? rangeOf(text) : null;
      const ends = range ?? [text];
      if (ends.some((end) => end === null || quantity(end, unit) === null)) {
        return `${key} wants ${expected(unit)}`;
      }
    }
    return null;
  }
  if (compares && field.kind !== 'any') return `${key} is text: it takes : != and ~`;
  if (compares && (texts[0] === null || !/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(texts[0] ?? ''))) {
    return `${key}${operator} wants a number`;
  }
  if (field.kind === 'full' && operator !== ':') return `${key} takes : only`;
  return null;
}
