import type { ComponentType } from 'react';
import { lazily } from '../../components/lazily/lazily';
import type { SpanBody } from '../../api/types';
import type { TraceTab } from '../../lib/urls/views';
import IoPanel from './io/IoPanel';
import MainPanel from './main/MainPanel';
import type { PanelProps } from './panel';

export interface PaneTab {
  readonly id: TraceTab;
  readonly name: string;
  readonly Panel: ComponentType<PanelProps>;
}

const MAIN: PaneTab = { id: 'main', name: 'Content', Panel: MainPanel };
const IO: PaneTab = { id: 'io', name: 'Inputs / Outputs', Panel: IoPanel };
const ATTRIBUTES: PaneTab = {
  id: 'attributes',
  name: 'Attributes',
  Panel: lazily(() => import('./attributes/AttributesPanel')),
};
const EVENTS: PaneTab = {
  id: 'events',
  name: 'Events',
  Panel: lazily(() => import('./events/EventsPanel')),
};
const RAW: PaneTab = { id: 'raw', name: 'Raw', Panel: lazily(() => import('./raw/RawPanel')) };

const FEEDBACK: PaneTab = {
  id: 'feedback',
  name: 'Feedback',
  Panel: lazily(() => import('./feedback/FeedbackPanel')),
};
const LINKS: PaneTab = {
  id: 'links',
  name: 'Links',
  Panel: lazily(() => import('./links/LinksPanel')),
};

/** The tabs of a span; that of links only when there are some. */
export function tabsOf(body: SpanBody | null, hasLinks: boolean): readonly PaneTab[] {
  if (!body) return [MAIN];
  return [MAIN, IO, ATTRIBUTES, EVENTS, FEEDBACK, ...(hasLinks ? [LINKS] : []), RAW];
}
