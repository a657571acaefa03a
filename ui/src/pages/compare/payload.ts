import type { TraceSource } from '../../api/source';
import type { Attribute, SpanBody, Value } from '../../api/types';
import { diffLines, type LinePair } from '../../lib/diff/lines';
import { prettyLines } from '../../lib/diff/pretty';
import { bytes } from '../../lib/format/format';

/** What is compared of one part of a span. */
export interface Section {
  readonly name: string;
  readonly pairs: readonly LinePair[];
  readonly removed: number;
  readonly added: number;
  /** What was not compared, in words. */
  readonly limits: readonly string[];
  /** Which value more can be asked of; null when all that can be compared is there. */
  readonly more: 'inputs' | 'outputs' | null;
}

/** The bytes of each value that are compared at most. */
export const MOST_BYTES = 2 * 1024 * 1024;

/** Compares two spans part by part; a span that is not there counts as empty. */
export function sections(a: SpanBody | null, b: SpanBody | null): readonly Section[] {
  return [
    values('Inputs', 'inputs', a?.inputs ?? null, b?.inputs ?? null),
    values('Outputs', 'outputs', a?.outputs ?? null, b?.outputs ?? null),
    texts('Attributes', attributesOf(a?.attributes ?? []), attributesOf(b?.attributes ?? [])),
    texts('Events, without their times', eventsOf(a), eventsOf(b)),
    texts('Status message', statusOf(a), statusOf(b)),
  ].filter((section) => section.pairs.length > 0);
}

function values(
  name: string,
  field: 'inputs' | 'outputs',
  a: Value | null,
  b: Value | null,
): Section {
  const diff = diffLines(linesOf(a), linesOf(b));
  const limits = diff.limit === null ? [] : [diff.limit];
  for (const [letter, value] of [
    ['A', a],
    ['B', b],
  ] as const) {
    if (value?.cut) {
      const have = new TextEncoder().encode(value.text).length;
      limits.push(`Of ${letter}, the first ${bytes(have)} of ${bytes(value.bytes)} are compared.`);
    }
  }
  const cut = [a, b].some((value) => value?.cut && value.text.length < MOST_BYTES / 4);
  return { name, ...diff, limits, more: cut ? field : null };
}

function linesOf(value: Value | null): readonly string[] {
  return value === null ? [] : prettyLines(value.text, value.json);
}

function linesOfText(text: string): readonly string[] {
  return text === '' ? [] : prettyLines(text, text.startsWith('{'));
}

function texts(name: string, a: string, b: string): Section {
  const { limit, ...diff } = diffLines(linesOfText(a), linesOfText(b));
  return { name, ...diff, limits: limit === null ? [] : [limit], more: null };
}

/** The keys that name the span itself: they always differ. */
const OWN = new Set(['mlflow.traceRequestId', 'mlflow.spanStartTimeNs']);

function attributesOf(attributes: readonly Attribute[]): string {
  const shown = attributes.filter((each) => !OWN.has(each.key));
  return shown.length === 0 ? '' : JSON.stringify(Object.fromEntries(shown.map(entry)));
}

function entry(attribute: Attribute): readonly [string, unknown] {
  const text = attribute.cut
    ? `${attribute.text}… (${bytes(attribute.bytes)} in all, the rest is not compared)`
    : attribute.text;
  if (attribute.json && !attribute.cut) {
    try {
      return [attribute.key, JSON.parse(text) as unknown];
    } catch {
      // shown as it is
    }
  }
  return [attribute.key, text];
}

function eventsOf(span: SpanBody | null): string {
  if (!span || span.events.length === 0) return '';
  const events = span.events.map((event, i) => [
    `${i + 1}. ${event.name}`,
    Object.fromEntries(event.attributes.map(entry)),
  ]);
  return JSON.stringify(Object.fromEntries(events));
}

function statusOf(span: SpanBody | null): string {
  return span?.status.message ?? '';
}

/** A span with more of a value that was cut: up to 2 MiB of it. */
export async function withMore(
  source: TraceSource,
  body: SpanBody,
  field: 'inputs' | 'outputs',
  signal?: AbortSignal,
): Promise<SpanBody> {
  const value = body[field];
  if (!value?.cut) return body;
  const text = await source.value(body.span_id, field, [0, MOST_BYTES], signal);
  return { ...body, [field]: { ...value, text, cut: value.bytes > MOST_BYTES } };
}
