import { byteSlice, cutBytes } from './bytes';
import type { AttributeRecord, Raw, SpanRecord } from './types';
import { shown, shownText } from './values';

/** As the server answers a span (docs/spec/ui-api.md). */
export interface Body {
  readonly trace_id: string;
  readonly span_id: string;
  readonly parent_id: string | null;
  readonly name: string;
  readonly type: string | null;
  readonly status: { readonly code: string; readonly message: string | null };
  readonly start_ns: string;
  readonly end_ns: string | null;
  readonly inputs: BodyValue | null;
  readonly outputs: BodyValue | null;
  readonly attributes: ({ key: string } & BodyValue)[];
  readonly events: { name: string; time_ns: string; attributes: ({ key: string } & BodyValue)[] }[];
  readonly links: { trace_id: string; span_id: string; attributes: Record<string, unknown> }[];
}

interface BodyValue {
  readonly bytes: number;
  readonly json: boolean;
  readonly text: string;
  readonly cut: boolean;
}

const MOST_BYTES = 65_536;

export function bodyOf(traceId: string, span: SpanRecord): Body {
  return {
    trace_id: traceId,
    span_id: span.spanId,
    parent_id: span.parentId,
    name: span.name,
    type: span.type,
    status: { code: span.status, message: span.statusMessage || null },
    start_ns: String(span.startNs),
    end_ns: span.endNs === null ? null : String(span.endNs),
    inputs: span.inputs && value(span.inputs),
    outputs: span.outputs && value(span.outputs),
    attributes: span.attributes.map(attribute),
    events: span.events.map((event) => ({
      name: event.name,
      time_ns: String(event.timeNs),
      attributes: event.attributes.map(attribute),
    })),
    links: span.links.map((link) => ({
      trace_id: link.traceId,
      span_id: link.spanId,
      attributes: { ...link.attributes },
    })),
  };
}

function attribute({ key, value: raw }: AttributeRecord): { key: string } & BodyValue {
  return { key, ...value(raw) };
}

function value(raw: Raw): BodyValue {
  const { json, text } = shown(raw);
  const start = cutBytes(text, MOST_BYTES);
  return { bytes: start.bytes, json, text: start.text, cut: start.text.length < text.length };
}

/** The text of a value by its field: `inputs`, `outputs`, `attributes/<key>`, `events/<number>/<key>`; null when there is none. */
export function fieldText(span: SpanRecord, field: string): string | null {
  const raw = rawAt(span, field);
  return raw && shownText(raw);
}

export function fieldSlice(
  span: SpanRecord,
  field: string,
  range: readonly [from: number, to: number] | undefined,
): string | null {
  const text = fieldText(span, field);
  return text === null || range === undefined ? text : byteSlice(text, range[0], range[1]);
}

function rawAt(span: SpanRecord, field: string): Raw | null {
  if (field === 'inputs') return span.inputs;
  if (field === 'outputs') return span.outputs;
  const [, kind, rest = ''] = /^(attributes|events)\/([^]*)$/.exec(field) ?? [];
  if (kind === 'attributes') return attributeAt(span.attributes, rest);
  const [, number, key = ''] = /^(\d+)\/([^]*)$/.exec(rest) ?? [];
  return number === undefined
    ? null
    : attributeAt(span.events[Number(number)]?.attributes ?? [], key);
}

function attributeAt(attributes: readonly AttributeRecord[], key: string): Raw | null {
  return attributes.find((each) => each.key === key)?.value ?? null;
}
