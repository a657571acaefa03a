import type { Place } from './clauses';

/** The letters of a query, each with whether it stands in quotes; the quotes themselves are left out. */
export interface Letter {
  readonly letter: string;
  readonly quoted: boolean;
  /** Where it stands in the text. */
  readonly at: number;
}

export interface Word extends Place {
  readonly letters: readonly Letter[];
  /** A filter in parentheses, or `span( … )`. */
  readonly inParentheses: boolean;
  /** Where a quote or a parenthesis begins that nothing ends. */
  readonly open: number | null;
}

const SPACE = /\s/;

/** The parts of a query between spaces. Spaces in quotes and parentheses do not part. */
export function scan(text: string): readonly Word[] {
  const words: Word[] = [];
  let at = 0;
  for (;;) {
    while (at < text.length && SPACE.test(text[at] ?? '')) at++;
    if (at === text.length) return words;
    const word = /^-?(?:span\s*)?\(/i.test(text.slice(at, at + 40))
      ? parenthesised(text, at)
      : plain(text, at);
    words.push(word);
    at = word.to;
  }
}

function plain(text: string, from: number): Word {
  const letters: Letter[] = [];
  let at = from;
  let inValue = false;
  while (at < text.length && !SPACE.test(text[at] ?? '')) {
    const quote = text[at] ?? '';
    const opens =
      quote === '"' ||
      // Single quotes as MLflow's filters have them: around a value alone.
      (quote === "'" &&
        inValue &&
        /[:=<>~,]/.test(text[at - 1] ?? '') &&
        text.includes("'", at + 1));
    if (!opens) {
      letters.push({ letter: quote, quoted: false, at });
      inValue ||= /[:=<>~]/.test(quote);
      at++;
      continue;
    }
    const end = closing(text, at);
    if (end === -1) return { from, to: text.length, letters, inParentheses: false, open: at };
    const inside = text.slice(at + 1, end).replaceAll(quote + quote, quote);
    // An empty pair says that there is a value, of no letters.
    if (inside === '') letters.push({ letter: '', quoted: true, at });
    for (const letter of inside) letters.push({ letter, quoted: true, at });
    at = end + 1;
  }
  return { from, to: at, letters, inParentheses: false, open: null };
}

/** Where the quote ends that begins at a place; twice the quote is one inside. -1 when nothing ends it. */
function closing(text: string, from: number): number {
  const quote = text[from] ?? '';
  let end = text.indexOf(quote, from + 1);
  while (end !== -1 && text[end + 1] === quote) end = text.indexOf(quote, end + 2);
  return end;
}

function parenthesised(text: string, from: number): Word {
  let depth = 0;
  for (let at = text.indexOf('(', from); at < text.length; at++) {
    const letter = text[at] ?? '';
    if (letter === '(') depth++;
    if (letter === ')') depth--;
    if (letter === "'" || letter === '"' || letter === '`') {
      const end = closing(text, at);
      if (end === -1) {
        return { from, to: text.length, letters: [], inParentheses: true, open: at };
      }
      at = end;
    }
    if (depth === 0) {
      return { from, to: at + 1, letters: [], inParentheses: true, open: null };
    }
  }
  const open = text.indexOf('(', from);
  return { from, to: text.length, letters: [], inParentheses: true, open };
}
