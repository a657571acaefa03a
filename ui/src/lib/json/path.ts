import { keyOf, type OpenNode, type Row } from './outline';

/** Where a value is, as a JSONPath: `$.messages[0].content`. What is within a JSON string stands after ` > `. */
export function pathOf(row: Row): string {
  const steps: string[] = [];
  for (let at: Row | null = row; at; at = parentRow(at.parent)) {
    if (at.kind === 'child') steps.unshift(step(keyOf(at)));
    if (at.parent.parent && at.parent.text !== at.parent.parent.text) steps.unshift(' > $');
  }
  return '$' + steps.join('');
}

/** The row of an opened value; null of the whole text. */
export function parentRow(of: OpenNode): Row | null {
  const { parent, index } = of;
  return parent && { parent, index, depth: parent.depth, kind: 'child', open: of };
}

function step(key: string | number): string {
  if (typeof key === 'number') return `[${key}]`;
  return /^[A-Za-z_$][\w$]*$/.test(key) ? '.' + key : `[${JSON.stringify(key)}]`;
}
