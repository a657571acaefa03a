import type { SpanBody, Value } from '../../../api/types';

/** A span as JSON with its values in place, written as they came; and how many of them are cut. */
export function rawJson(body: SpanBody): { readonly text: string; readonly cut: number } {
  let cut = 0;
  const written = (value: Value | null): string => {
    if (value === null) return 'null';
    if (value.cut) cut++;
    return value.json && !value.cut
      ? value.text
      : JSON.stringify(
          value.cut ? `${value.text}… (cut, ${value.bytes} bytes in all)` : value.text,
        );
  };
  const record = (list: readonly (Value & { readonly key: string })[]): string =>
    `{${list.map((one) => `${JSON.stringify(one.key)}: ${written(one)}`).join(', ')}}`;
  const { inputs, outputs, attributes, events, ...plain } = body;
  const fields = [
    ...Object.entries(plain).map(
      ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
    ),
    `"inputs": ${written(inputs)}`,
    `"outputs": ${written(outputs)}`,
    `"attributes": ${record(attributes)}`,
    `"events": [${events
      .map(
        (event) =>
          `{"name": ${JSON.stringify(event.name)}, "time_ns": "${event.time_ns}", "attributes": ${record(event.attributes)}}`,
      )
      .join(', ')}]`,
  ];
  return { text: `{${fields.join(', ')}}`, cut };
}
