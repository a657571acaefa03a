import { check } from './check';
import type { Clause, Glob, Item, Operator, Problem } from './clauses';
import { canonicalKey, fieldOf } from './fields';
import { nearestKey } from './nearest';
import { quotedText } from './print';
import { type Letter, scan, type Word } from './scan';

/** Words of the filter language: beside each other they are a filter that lacks its parentheses. */
const FILTER_WORDS = /^(AND|OR|NOT|LIKE|ILIKE|RLIKE|IN|IS|NULL|EXISTS|BETWEEN|[=!<>~]+)$/;

/**
 * Reads the text of the query bar: clauses with spaces between, all of which have to be true. What cannot be read is said, and never
 * searched for as if it were text.
 */
export function parse(text: string): readonly Item[] {
  return scan(text).map((word) => {
    const read = readWord(text, word);
    const place = { from: word.from, to: word.to, text: text.slice(word.from, word.to) };
    return 'message' in read
      ? { ...place, clause: null, problem: read }
      : { ...place, clause: read, problem: null };
  });
}

function readWord(text: string, word: Word): Clause | Problem {
  const own = text.slice(word.from, word.to);
  if (word.open !== null) {
    const sign = text[word.open] ?? '';
    return { from: word.open, to: word.to, message: `Nothing ends this ${sign}` };
  }
  const negated = own.startsWith('-') && own.length > 1;
  if (word.inParentheses) {
    const body = negated ? own.slice(1) : own;
    const filter = (body.startsWith('(') ? body.slice(1, -1) : body).trim();
    return filter === ''
      ? { from: word.from, to: word.to, message: 'There is no filter in the parentheses' }
      : { kind: 'filter', negated, filter };
  }
  const letters = negated ? word.letters.slice(1) : word.letters;
  const sign = letters.findIndex(
    ({ letter, quoted }, index) =>
      !quoted &&
      (/[:=<>~]/.test(letter) || (letter === '!' && plainAt(letters, index + 1) === '=')),
  );
  if (sign === -1) return readText(own, word, negated, letters);
  const key = joined(letters.slice(0, sign));
  const [operator, length] = operatorAt(letters, sign);
  const rest = letters.slice(sign + length);
  const valueAt = rest[0]?.at ?? word.to;
  if (key === '') return filterWords(word, own, `${own} has no key before it`);
  if (key.toLowerCase() === 'has' && operator === ':') return readHas(word, negated, rest, own);
  const canonical = canonicalKey(key);
  const field = fieldOf(canonical);
  if (!field) return unknownKey(word, key, own);
  if (rest.length === 0) {
    return { from: word.from, to: word.to, message: `${key} lacks a value` };
  }
  const values = operator === '~' ? [[joined(rest)]] : valuesOf(rest, field.upper ?? false);
  const clause: Clause = { kind: 'field', negated, key: canonical, operator, values };
  const message = check(clause, field);
  return message === null ? clause : { from: valueAt, to: word.to, message };
}

function readText(
  own: string,
  word: Word,
  negated: boolean,
  letters: readonly Letter[],
): Clause | Problem {
  const text = joined(letters);
  const unquoted = letters.every(({ quoted }) => !quoted);
  if (unquoted && FILTER_WORDS.test(text)) {
    return filterWords(word, own, `${text} is a word of the filter language`);
  }
  if (unquoted && /^[()]/.test(text)) {
    return filterWords(word, own, `There is no ( before this )`);
  }
  if (text === '') {
    return { from: word.from, to: word.to, message: 'There is no text to search for' };
  }
  return { kind: 'text', negated, text };
}

const filterWords = (word: Word, own: string, message: string): Problem => ({
  from: word.from,
  to: word.to,
  message: `${message}. Put filters in parentheses, texts in quotes`,
  fix: quotedText(own),
});

function readHas(
  word: Word,
  negated: boolean,
  rest: readonly Letter[],
  own: string,
): Clause | Problem {
  const key = canonicalKey(joined(rest));
  if (key === '') return { from: word.from, to: word.to, message: 'has: lacks a key' };
  const field = fieldOf(key);
  if (!field) return unknownKey(word, key, own);
  return field.kind === 'full'
    ? { from: word.from, to: word.to, message: `Every trace has ${key}` }
    : { kind: 'has', negated, key };
}

function unknownKey(word: Word, key: string, own: string): Problem {
  const near = nearestKey(key);
  const words = near ? `There is no key ${key}. Is ${near} meant?` : `There is no key ${key}.`;
  return {
    from: word.from,
    to: word.to,
    message: `${words} Quotes make it a text to search for`,
    fix: quotedText(own),
  };
}

function operatorAt(letters: readonly Letter[], at: number): readonly [Operator, number] {
  const first = letters[at]?.letter;
  const equals = plainAt(letters, at + 1) === '=';
  switch (first) {
    case '!':
      return ['!=', 2];
    case '<':
      return equals ? ['<=', 2] : ['<', 1];
    case '>':
      return equals ? ['>=', 2] : ['>', 1];
    case '~':
      return ['~', 1];
    default:
      // `=` means the same as `:`; behind a colon a comparison may stand, as in `duration:>2s`
      return first === ':' && /[<>]/.test(plainAt(letters, at + 1) ?? '')
        ? behindColon(letters, at)
        : [':', 1];
  }
}

function behindColon(letters: readonly Letter[], at: number): readonly [Operator, number] {
  const [operator, length] = operatorAt(letters, at + 1);
  return [operator, length + 1];
}

function plainAt(letters: readonly Letter[], at: number): string | null {
  const found = letters[at];
  return found && !found.quoted ? found.letter : null;
}

const joined = (letters: readonly Letter[]): string => letters.map(({ letter }) => letter).join('');

/** Values with commas between, each with its `*` as they mean any letters. */
function valuesOf(letters: readonly Letter[], upper: boolean): readonly Glob[] {
  const values: string[][] = [['']];
  for (const { letter, quoted } of letters) {
    const value = values.at(-1) ?? [];
    if (!quoted && letter === ',') values.push(['']);
    else if (!quoted && letter === '*') value.push('');
    else value.push((value.pop() ?? '') + (upper ? letter.toUpperCase() : letter));
  }
  // `a,` while the next value is not written yet, but `""` is a value
  return values.length > 1 && letters.at(-1)?.letter === ',' && !letters.at(-1)?.quoted
    ? values.slice(0, -1)
    : values;
}
