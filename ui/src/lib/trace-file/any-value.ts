import type { Raw } from './types';
import { isObject, listOf, textOf } from './values';

/**
 * OTLP's AnyValue, in camel or snake case.
 *
 * @param encoded whether a string is the JSON text of a value, as MLflow's attributes are when other exporters send them
 */
export function anyValueRaw(value: unknown, encoded: boolean): Raw {
  const text = isObject(value) ? (value['stringValue'] ?? value['string_value']) : undefined;
  return typeof text === 'string' ? { text, encoded } : { text: jsonOf(value, 0), encoded: true };
}

const DEEPEST = 500;

/** The JSON text; whole numbers of 64 bits keep all their digits. */
function jsonOf(value: unknown, depth: number): string {
  if (!isObject(value) || depth > DEEPEST) return 'null';
  const get = (camel: string, snake: string): unknown => value[camel] ?? value[snake];
  const text = get('stringValue', 'string_value');
  if (text !== undefined) return JSON.stringify(String(text));
  const int = textOf(get('intValue', 'int_value'));
  if (int !== null) return /^-?\d+$/.test(int) ? int : JSON.stringify(int);
  const double = get('doubleValue', 'double_value');
  if (double !== undefined) return JSON.stringify(double);
  const bool = get('boolValue', 'bool_value');
  if (bool !== undefined) return JSON.stringify(bool);
  const bytes = get('bytesValue', 'bytes_value');
  if (bytes !== undefined) return JSON.stringify(bytes);
  const array = get('arrayValue', 'array_value');
  if (isObject(array)) {
    return `[${listOf(array['values'])
      .map((each) => jsonOf(each, depth + 1))
      .join(', ')}]`;
  }
  const map = get('kvlistValue', 'kvlist_value');
  if (isObject(map)) {
    return `{${listOf(map['values'])
      .filter(isObject)
      .map(
        (each) =>
          `${JSON.stringify(textOf(each['key']) ?? '')}: ${jsonOf(each['value'], depth + 1)}`,
      )
      .join(', ')}}`;
  }
  return 'null';
}
