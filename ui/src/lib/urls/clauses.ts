/** The text of the query bar for traces with a span whose attribute has this value. */
export function attributeClause(key: string, value: string): string {
  const name = /^[\p{L}\p{N}_.\-/@$#]+$/u.test(key) ? key : quoted(key);
  return `span.attributes.${name}:${quoted(value)}`;
}

/** Twice the quote is one inside. */
function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}
