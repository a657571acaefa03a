import { facts } from './conventions';
import type { AttributeRecord, EventRecord, LinkRecord, SpanRecord } from './types';

interface Given {
  readonly spanId: string;
  readonly parentId: string | null;
  readonly name: string;
  readonly status: SpanRecord['status'];
  readonly statusMessage: string;
  readonly startNs: bigint;
  readonly endNs: bigint | null;
  readonly attributes: readonly AttributeRecord[];
  readonly events: readonly EventRecord[];
  readonly links: readonly LinkRecord[];
}

/** A span whose inputs, outputs, type, model, tokens and cost are found among its attributes. */
export function spanOf(given: Given): SpanRecord {
  return { ...given, ...facts(given.attributes) };
}

/** The status by its name in any form, or OpenTelemetry's number. */
export function statusOf(code: unknown): SpanRecord['status'] {
  if (code === 2 || code === '2') return 'ERROR';
  if (code === 1 || code === '1') return 'OK';
  const name = String(code ?? '').replace(/^STATUS_CODE_/, '');
  return name === 'OK' || name === 'ERROR' ? name : 'UNSET';
}

/** In the order of a skeleton, each with an id of its own; and how many had to be given one. */
export function inOrder(spans: readonly SpanRecord[]): {
  readonly spans: readonly SpanRecord[];
  readonly renamed: number;
} {
  const seen = new Set<string>();
  let renamed = 0;
  let next = 0xffff_ffff_0000_0000n;
  const all = spans.map((span) => {
    if (/^[0-9a-f]{16}$/.test(span.spanId) && !seen.has(span.spanId)) {
      seen.add(span.spanId);
      return span;
    }
    renamed++;
    let spanId: string;
    do {
      spanId = (next++).toString(16);
    } while (seen.has(spanId));
    seen.add(spanId);
    return { ...span, spanId };
  });
  all.sort(
    (x, y) =>
      Number(x.parentId !== null) - Number(y.parentId !== null) ||
      compare(x.startNs, y.startNs) ||
      compare(x.spanId, y.spanId),
  );
  return { spans: all, renamed };
}

function compare<T extends bigint | string>(x: T, y: T): number {
  return x < y ? -1 : x > y ? 1 : 0;
}
