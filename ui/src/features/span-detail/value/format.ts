/** How a value is shown. */
export type Format = 'json' | 'text' | 'markdown';

export const FORMATS: readonly { readonly id: Format; readonly name: string }[] = [
  { id: 'json', name: 'JSON' },
  { id: 'text', name: 'Text' },
  { id: 'markdown', name: 'Markdown' },
];

/** What the reader has chosen; without a choice JSON for what is JSON, text for a string. */
export function formatOf(json: boolean, chosen: Format | null): Format {
  return chosen ?? (json ? 'json' : 'text');
}
