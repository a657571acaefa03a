import { spanIdOf, traceIdOf } from './ids';
import type { AttributeRecord, EventRecord, LinkRecord } from './types';
import { anyValueRaw } from './any-value';
import { isObject, listOf, nanosOf, rawOf, textOf } from './values';

/** Parts of a span, in MLflow's JSON or in OTLP's: what both have in other spellings. */

/** A map from key to JSON text, as MLflow has it; or OTLP's list of keys and values. */
export function attributesOf(given: unknown): readonly AttributeRecord[] {
  if (Array.isArray(given)) {
    return given.filter(isObject).map((each) => {
      const key = textOf(each['key']) ?? '';
      return { key, value: anyValueRaw(each['value'], key.startsWith('mlflow.')) };
    });
  }
  return Object.entries(isObject(given) ? given : {}).map(([key, value]) => ({
    key,
    value: rawOf(value),
  }));
}

export function eventsOf(given: unknown): readonly EventRecord[] {
  return listOf(given)
    .filter(isObject)
    .map((each) => ({
      name: textOf(each['name']) ?? '',
      timeNs: nanosOf(each['time_unix_nano'] ?? each['timeUnixNano'] ?? each['timestamp']) ?? 0n,
      attributes: Array.isArray(each['attributes'])
        ? attributesOf(each['attributes'])
        : plainAttributes(each['attributes']),
    }));
}

/** Those of events are no JSON texts: their strings are strings. */
function plainAttributes(given: unknown): readonly AttributeRecord[] {
  return Object.entries(isObject(given) ? given : {}).map(([key, value]) => ({
    key,
    value: typeof value === 'string' ? { text: value, encoded: false } : rawOf(value),
  }));
}

export function linksOf(given: unknown): readonly LinkRecord[] {
  return listOf(given)
    .filter(isObject)
    .map((each) => ({
      traceId: traceIdOf(each['trace_id'] ?? each['traceId']),
      spanId: spanIdOf(each['span_id'] ?? each['spanId']) ?? '',
      attributes: linkAttributes(each['attributes']),
    }));
}

function linkAttributes(given: unknown): Readonly<Record<string, unknown>> {
  if (isObject(given)) return given;
  return Object.fromEntries(attributesOf(given).map(({ key, value }) => [key, value.text]));
}
