import { parse } from '../../lib/query/parse';
import { scan } from '../../lib/query/scan';

/** The query bar while it is edited: the items that stand, and the one that is written among them. */
export interface Draft {
  readonly items: readonly string[];
  /** Before which item the written one stands; behind all when it is their number. */
  readonly at: number;
  readonly text: string;
}

export function draftOf(text: string): Draft {
  const items = parse(text).map((item) => item.text);
  return { items, at: items.length, text: '' };
}

export function textOf({ items, at, text }: Draft): string {
  return [...items.slice(0, at), text.trim(), ...items.slice(at)].filter(Boolean).join(' ');
}

/** Writes into the draft: what a space has ended becomes an item. */
export function typed(draft: Draft, text: string): Draft {
  const words = scan(text);
  const last = words.at(-1);
  if (last === undefined) return { ...draft, text: '' };
  const ended = /\s$/.test(text) && last.open === null && last.to < text.length;
  const whole = (ended ? words : words.slice(0, -1)).map(({ from, to }) => text.slice(from, to));
  return {
    items: draft.items.toSpliced(draft.at, 0, ...whole),
    at: draft.at + whole.length,
    text: ended ? '' : text.slice(last.from),
  };
}

/** Makes an item of what is written. */
export function settled(draft: Draft): Draft {
  const text = draft.text.trim();
  return text === ''
    ? { ...draft, text: '' }
    : { items: draft.items.toSpliced(draft.at, 0, text), at: draft.at + 1, text: '' };
}

/** Goes on to write at an item, which is no longer one then. */
export function edited(draft: Draft, index: number): Draft {
  const { items } = settled({ ...draft });
  const place = draft.text.trim() !== '' && index >= draft.at ? index + 1 : index;
  const text = items[place];
  return text === undefined ? draft : { items: items.toSpliced(place, 1), at: place, text };
}

export function removed(draft: Draft, index: number): Draft {
  return {
    ...draft,
    items: draft.items.toSpliced(index, 1),
    at: index < draft.at ? draft.at - 1 : draft.at,
  };
}

export const atEnd = (draft: Draft): Draft => {
  const done = settled(draft);
  return { ...done, at: done.items.length };
};
