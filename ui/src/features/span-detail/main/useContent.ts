import { useQuery } from '@tanstack/react-query';
import type { TraceSource } from '../../../api/source';
import type { SpanBody, Value } from '../../../api/types';
import { parseKeeping } from '../../../lib/json/parse';
import { loadWhole } from '../value/wholeValue';

/** What is longer is not parsed as a whole: it is shown as inputs and outputs. */
export const PARSED_BYTES = 4 << 20;

/** The values of a span, parsed. */
export interface Content {
  readonly inputs: unknown;
  readonly outputs: unknown;
  readonly attributes: Readonly<Record<string, unknown>>;
}

const ASKED =
  /^(?:mlflow\.(?:message\.format|chat\.tools)|gen_ai\.(?:input|output|tool|system)\b.*)$/;

/** Whether all values that the content is made of are small enough to be parsed. */
export function isParsed({ inputs, outputs }: SpanBody): boolean {
  return (inputs?.bytes ?? 0) + (outputs?.bytes ?? 0) <= PARSED_BYTES;
}

/** Loads what came cut, and parses inputs, outputs and the attributes that tell of messages. */
export function useContent(source: TraceSource, spanId: string, body: SpanBody) {
  return useQuery({
    queryKey: ['trace', source.key, 'content', spanId, bodyKey(body)],
    queryFn: async ({ signal }): Promise<Content> => {
      const read = (field: string, value: Value | null) =>
        readValue(source, spanId, field, value, signal);
      const attributes = await Promise.all(
        body.attributes
          .filter(({ key }) => ASKED.test(key))
          .map(async (one) => [one.key, await read(`attributes/${one.key}`, one)] as const),
      );
      return {
        inputs: await read('inputs', body.inputs),
        outputs: await read('outputs', body.outputs),
        attributes: Object.fromEntries(attributes),
      };
    },
    enabled: isParsed(body),
    staleTime: Infinity,
    gcTime: 60_000,
  });
}

async function readValue(
  source: TraceSource,
  spanId: string,
  field: string,
  value: Value | null,
  signal: AbortSignal,
): Promise<unknown> {
  if (!value) return null;
  const text = await loadWhole(source, spanId, field, value, () => {}, signal);
  try {
    // Programs set JSON as a text, too; and of a cut value it is not known before all of it is here.
    return value.json || /^\s*[[{]/.test(text) ? parseKeeping(text) : text;
  } catch {
    return text;
  }
}

/** Another body of the same span has other values, when it ran on. */
function bodyKey({ inputs, outputs, end_ns }: SpanBody): string {
  return [inputs?.bytes, outputs?.bytes, end_ns].join('/');
}
