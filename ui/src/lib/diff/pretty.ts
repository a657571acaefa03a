/**
 * The lines of a value, for comparing. JSON is laid out over lines with the keys of each object in order, so that spaces and the order of keys
 * make no difference; anything else is its own lines.
 */
export function prettyLines(text: string, json: boolean): readonly string[] {
  if (!json) return text.split(/\r\n|\r|\n/);
  try {
    const lines: string[] = [];
    write(JSON.parse(text), '', '', '', lines);
    return lines;
  } catch {
    return text.split(/\r\n|\r|\n/); // the start of a value that was cut, or too many levels
  }
}

/** Deeper levels stand on one line. */
const DEEPEST = 200;

function write(value: unknown, indent: string, before: string, after: string, to: string[]): void {
  const isList = Array.isArray(value);
  const entries: readonly (readonly [string, unknown])[] | null = isList
    ? value.map((each) => ['', each] as const)
    : typeof value === 'object' && value !== null
      ? Object.entries(value).toSorted(([x], [y]) => (x < y ? -1 : x > y ? 1 : 0))
      : null;
  if (entries === null || entries.length === 0 || indent.length / 2 > DEEPEST) {
    writeText(before + JSON.stringify(value) + after, typeof value === 'string', indent, to);
    return;
  }
  to.push(`${indent}${before}${isList ? '[' : '{'}`);
  for (const [i, [key, each]] of entries.entries()) {
    const comma = i < entries.length - 1 ? ',' : '';
    write(each, indent + '  ', isList ? '' : `${JSON.stringify(key)}: `, comma, to);
  }
  to.push(`${indent}${isList ? ']' : '}'}${after}`);
}

/** A string of several lines stands on several lines: prompts are compared line by line. */
function writeText(text: string, isString: boolean, indent: string, to: string[]): void {
  if (!isString || !text.includes('\\n')) {
    to.push(indent + text);
    return;
  }
  // A backslash before the n may itself be escaped; pairs are stepped over.
  const parts = text
    .replace(/\\(.)/g, (pair, next: string) => (next === 'n' ? '\\n\n' : pair))
    .split('\n');
  for (const [i, part] of parts.entries()) {
    if (part !== '') to.push(i === 0 ? indent + part : `${indent}  ${part}`);
  }
}
