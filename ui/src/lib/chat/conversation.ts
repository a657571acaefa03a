/** What was said between a program, a model and its tools, whichever provider's words it was recorded in. */
export interface Conversation {
  /** Whose words they were, such as `OpenAI`. */
  readonly dialect: string;
  readonly messages: readonly Message[];
  readonly tools: readonly Tool[];
  /** What the request set beside its messages and tools: model, temperature, … */
  readonly parameters: readonly Field[];
  /** What the answer said beside its messages: id, usage, … */
  readonly answer: readonly Field[];
}

export type Field = readonly [name: string, value: unknown];

export interface Message {
  /** `system`, `user`, `assistant`, `tool` or the provider's own. */
  readonly role: string;
  readonly name: string | null;
  readonly from: 'request' | 'answer';
  readonly parts: readonly Part[];
  /** Why it ended, such as `tool_calls`. */
  readonly finish: string | null;
}

export type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'reasoning'; readonly text: string }
  | { readonly kind: 'refusal'; readonly text: string }
  | MediaPart
  | CallPart
  | ResultPart
  | UnknownPart;

/** What no dialect understands: shown as it is. */
interface UnknownPart {
  readonly kind: 'unknown';
  readonly value: unknown;
  /** Whether these are further fields of the part before it, such as an id. */
  readonly more?: true;
}

export interface MediaPart {
  readonly kind: 'media';
  readonly media: 'image' | 'audio' | 'video' | 'file';
  /** Such as `image/png`; null when unknown. */
  readonly type: string | null;
  readonly name: string | null;
  /** A link, which may be a `data:` one; or the provider's id of it. */
  readonly at: { readonly url: string } | { readonly id: string };
}

export interface CallPart {
  readonly kind: 'call';
  readonly id: string | null;
  readonly name: string;
  /** As they were: a value, or a text that was no JSON. */
  readonly input: unknown;
  /** What the tool gave, once it is joined. */
  readonly result?: ResultPart;
}

export interface ResultPart {
  readonly kind: 'result';
  readonly id: string | null;
  readonly name: string | null;
  readonly failed: boolean;
  readonly parts: readonly Part[];
}

export interface Tool {
  readonly name: string;
  readonly description: string | null;
  /** All that was said of it. */
  readonly definition: unknown;
}
