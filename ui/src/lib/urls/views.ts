import { codec, list, oneOf, optionalNumber, optionalText, text } from './codec';

/** What a link to the traces of an experiment says. */
export interface TracesView {
  /** The text of the query bar. */
  readonly q: string;
  /** The start of the time, as `-1h`, `-7d` or milliseconds since 1970; null for any. */
  readonly from: string | null;
  readonly to: string | null;
  /** A column and a direction, such as `time_ms desc`; null for the newest first. */
  readonly sort: string | null;
  /** The columns in their order; empty for the reader's own. */
  readonly cols: readonly string[];
}

export const tracesView = codec<TracesView>({
  q: text,
  from: optionalText,
  to: optionalText,
  sort: optionalText,
  cols: list,
});

export const TRACE_TABS = [
  'main',
  'io',
  'attributes',
  'events',
  'feedback',
  'links',
  'raw',
] as const;
export type TraceTab = (typeof TRACE_TABS)[number];

/** What a link to a trace says. */
export interface TraceView {
  readonly span: string | null;
  /** The tab of the detail pane; `main` is what suits the span best: chat, documents, inputs and outputs. */
  readonly tab: TraceTab;
  readonly view: 'timeline' | 'tree';
  /** The first and the last nanosecond of the time that is shown; null for all. */
  readonly zoomFrom: number | null;
  readonly zoomTo: number | null;
  readonly find: string;
  /** Only these types of span; empty for all. */
  readonly types: readonly string[];
  /** Not these types of span. */
  readonly hide: readonly string[];
  /** Only spans with this text in their name. */
  readonly name: string;
  readonly errors: 'all' | 'only';
  /** Only spans that take so many milliseconds or more. */
  readonly min: number | null;
  /** The root of the part that is shown; null for all. */
  readonly focus: string | null;
}

export const traceView = codec<TraceView>({
  span: optionalText,
  tab: oneOf<TraceTab>('main', ...TRACE_TABS),
  view: oneOf<'timeline' | 'tree'>('timeline', 'tree'),
  zoomFrom: optionalNumber,
  zoomTo: optionalNumber,
  find: text,
  types: list,
  hide: list,
  name: text,
  errors: oneOf<'all' | 'only'>('all', 'only'),
  min: optionalNumber,
  focus: optionalText,
});

/** What a link to the sessions says. */
export interface SessionsView {
  readonly q: string;
  readonly from: string | null;
  readonly to: string | null;
}

export const sessionsView = codec<SessionsView>({ q: text, from: optionalText, to: optionalText });

/** What a link to the overview says. */
export interface OverviewView {
  readonly q: string;
  readonly from: string | null;
  readonly to: string | null;
}

export const overviewView = codec<OverviewView>({ q: text, from: optionalText, to: optionalText });

/** Which two traces are compared. */
export interface CompareView {
  readonly a: string;
  readonly b: string;
  /** The pair of spans that is looked at, by the id of either. */
  readonly span: string | null;
}

export const compareView = codec<CompareView>({ a: text, b: text, span: optionalText });
