import type { Value } from '../../../api/types';
import { isJsonText } from '../../../lib/json/parse';

/** How a value is shown. */
export type Format = 'json' | 'text' | 'markdown';

export const FORMATS: readonly { readonly id: Format; readonly name: string }[] = [
  { id: 'json', name: 'JSON' },
  { id: 'text', name: 'Text' },
  { id: 'markdown', name: 'Markdown' },
];

/**
 * Whether a value is JSON, or a string that holds JSON. One that came cut is taken for it when it begins so, for nobody has read it to its end.
 */
export function isJson({ json, cut, text }: Value): boolean {
  return json || (cut ? /^\s*[[{]/.test(text) : isJsonText(text));
}

/** What the reader has chosen; without a choice JSON for what is JSON, text for a string. */
export function formatOf(json: boolean, chosen: Format | null): Format {
  return chosen ?? (json ? 'json' : 'text');
}
