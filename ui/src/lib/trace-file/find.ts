import type { SpanRecord } from './types';
import { shownText } from './values';

export interface FoundSpans {
  readonly spans: { span_id: string; matches: number; fields: string[] }[];
  readonly matches: number;
  readonly searched: number;
  readonly complete: boolean;
}

const MOST_SPANS = 1000;

/** The spans that have a text anywhere in their names and values, whatever the case, in their order; the first 1,000. */
export function find(spans: readonly SpanRecord[], text: string): FoundSpans {
  const wanted = text.toLowerCase();
  const found: FoundSpans['spans'] = [];
  let matches = 0;
  let searched = 0;
  for (const span of spans) {
    if (wanted === '') break;
    searched++;
    const here = inSpan(span, wanted);
    if (here.matches === 0) continue;
    if (found.length === MOST_SPANS) return { spans: found, matches, searched, complete: false };
    matches += here.matches;
    found.push({ span_id: span.spanId, ...here });
  }
  return { spans: found, matches, searched: spans.length, complete: true };
}

function inSpan(span: SpanRecord, wanted: string): { matches: number; fields: string[] } {
  const fields: string[] = [];
  let matches = 0;
  const look = (field: string, text: string) => {
    const times = occurrences(text.toLowerCase(), wanted);
    if (times > 0) {
      matches += times;
      fields.push(field);
    }
  };
  look('name', span.name);
  if (span.inputs) look('inputs', shownText(span.inputs));
  if (span.outputs) look('outputs', shownText(span.outputs));
  if (span.statusMessage) look('status', span.statusMessage);
  for (const { key, value } of span.attributes) look(`attributes/${key}`, shownText(value));
  for (const [number, event] of span.events.entries()) {
    look(`events/${number}`, event.name);
    for (const { key, value } of event.attributes) {
      look(`events/${number}/${key}`, shownText(value));
    }
  }
  return { matches, fields };
}

function occurrences(text: string, wanted: string): number {
  let times = 0;
  for (let at = text.indexOf(wanted); at >= 0; at = text.indexOf(wanted, at + wanted.length)) {
    times++;
  }
  return times;
}
