import { type Clause, type Item, matchOf } from './clauses';
import { parse } from './parse';
import { print } from './print';

/** The text with another one in the place of an item; null takes it out. */
function replaced(text: string, item: Item, by: string | null): string {
  const before = text.slice(0, item.from).trimEnd();
  const behind = text.slice(item.to).trimStart();
  return [before, by, behind].filter(Boolean).join(' ');
}

export const appended = (text: string, clause: Clause): string =>
  [text.trim(), print(clause)].filter(Boolean).join(' ');

/** The item that asks for values of a key, and is not negated. */
function matching(text: string, key: string): Item | undefined {
  return parse(text).find(
    ({ clause }) =>
      clause?.kind === 'field' && clause.key === key && clause.operator === ':' && !clause.negated,
  );
}

/** The exact values of a key that the query asks for. */
export function chosenValues(text: string, key: string): readonly string[] {
  const clause = matching(text, key)?.clause;
  return clause?.kind === 'field'
    ? clause.values.filter((value) => value.length === 1).map((value) => value[0] ?? '')
    : [];
}

/** Asks for one more value of a key; for one less when it is asked for already. */
export function toggled(text: string, key: string, value: string): string {
  const item = matching(text, key);
  if (item?.clause?.kind !== 'field') return appended(text, matchOf(key, value));
  const { clause } = item;
  const rest = clause.values.filter((each) => !(each.length === 1 && each[0] === value));
  const values = rest.length < clause.values.length ? rest : [...clause.values, [value]];
  return replaced(text, item, values.length === 0 ? null : print({ ...clause, values }));
}

/** The texts that are searched for, and may be marked where they are found. */
export function searchedTexts(items: readonly Item[]): readonly string[] {
  return items.flatMap(({ clause }) => {
    if (clause?.kind === 'text' && !clause.negated) return [clause.text];
    return clause?.kind === 'field' && clause.key === 'text' && !clause.negated
      ? clause.values.flat().filter(Boolean)
      : [];
  });
}
