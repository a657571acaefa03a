import type { Clause, Glob, Operator } from './clauses';
import { familyOf } from './fields';

/** The text of a clause, as `parse` reads it. */
export function print(clause: Clause): string {
  const not = clause.negated ? '-' : '';
  switch (clause.kind) {
    case 'text':
      return not + (isPlainWord(clause.text) ? clause.text : quotedText(clause.text));
    case 'filter':
      return `${not}(${clause.filter})`;
    case 'has':
      return `${not}has:${printKey(clause.key)}`;
    case 'field':
      return not + printKey(clause.key) + clause.operator + printValues(clause);
  }
}

export const quotedText = (text: string): string => '"' + text.replaceAll('"', '""') + '"';

/** A word that is nothing but text to search for. */
function isPlainWord(text: string): boolean {
  return (
    /^[^\s"'()\-:=<>~!][^\s":=<>~!]*$/.test(text) &&
    !/^span\(/i.test(text) &&
    !/^(AND|OR|NOT|LIKE|ILIKE|RLIKE|IN|IS|NULL|EXISTS|BETWEEN)$/.test(text)
  );
}

export function printKey(key: string): string {
  const found = familyOf(key);
  if (!found) return key;
  const [family, name] = found;
  return family.prefix + (/^[\p{L}\p{N}_.\-/@$#]+$/u.test(name) ? name : quotedText(name));
}

/** The text of a clause for traces with a span whose attribute has this value. The value is quoted, also where it need not be: it is data. */
export const attributeClause = (key: string, value: string): string =>
  `${printKey('span.attributes.' + key)}:${quotedText(value)}`;

function printValues({
  operator,
  values,
}: {
  readonly operator: Operator;
  readonly values: readonly Glob[];
}): string {
  if (operator === '~') {
    const pattern = values[0]?.[0] ?? '';
    return /^[^\s"']+$/.test(pattern) ? pattern : quotedText(pattern);
  }
  return values.map(printGlob).join(',');
}

export function printGlob(glob: Glob): string {
  if (glob.length === 1 && glob[0] === '') return '""';
  return glob.map((piece) => (isPlainPiece(piece) ? piece : quotedText(piece))).join('*');
}

const isPlainPiece = (piece: string): boolean => /^([^\s"',*:=<>~][^\s"',*]*)?$/.test(piece);
