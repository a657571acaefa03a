import { conversationOf } from '../chat/normalize';
import type { Message } from '../chat/conversation';
import type { Payload } from '../chat/dialects';

/** What one side said in a turn. */
export interface Spoken {
  readonly text: string;
  /** Whether it is not words but the value itself, as JSON. */
  readonly json: boolean;
}

/** What a preview says: the words of an object with a single text, such as `{"question": "…"}`; else the preview itself. */
export function ofPreview(preview: string): Spoken {
  let value: unknown;
  try {
    value = JSON.parse(preview);
  } catch {
    return { text: preview, json: /^\s*[{[]/.test(preview) };
  }
  return ofValue(value) ?? { text: preview, json: typeof value === 'object' && value !== null };
}

/** Whether a preview may be the start of something longer. */
export function mayBeCut(preview: string, most: number): boolean {
  return preview.length >= most || preview.endsWith('...') || preview.endsWith('…');
}

/** What was asked and answered in a turn, by what its first span recorded: the words when they can be told, else the values. */
export function ofPayload(payload: Payload): {
  readonly request: Spoken | null;
  readonly response: Spoken | null;
} {
  const messages = conversationOf(payload)?.messages ?? [];
  const asked = messages.findLast((each) => each.from === 'request' && each.role === 'user');
  const answered = messages.findLast((each) => each.from === 'answer' && wordsOf(each) !== '');
  return {
    request: said(asked) ?? whole(payload.inputs),
    response: said(answered) ?? whole(payload.outputs),
  };
}

function said(message: Message | undefined): Spoken | null {
  const text = message ? wordsOf(message) : '';
  return text === '' ? null : { text, json: false };
}

function wordsOf(message: Message): string {
  return message.parts
    .flatMap((part) => (part.kind === 'text' || part.kind === 'refusal' ? [part.text] : []))
    .join('\n\n');
}

function whole(value: unknown): Spoken | null {
  if (value === null || value === undefined) return null;
  return ofValue(value) ?? { text: JSON.stringify(value, null, 2), json: true };
}

/** The words of a text, or of an object that holds one text and nothing else. */
function ofValue(value: unknown): Spoken | null {
  if (typeof value === 'string') return { text: value, json: false };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const all: readonly unknown[] = Object.values(value);
  return all.length === 1 && typeof all[0] === 'string' ? { text: all[0], json: false } : null;
}
