import { type ComponentType, lazy } from 'react';
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
  Panel: lazy(() => import('./attributes/AttributesPanel')),
};
const EVENTS: PaneTab = {
  id: 'events',
  name: 'Events',
  Panel: lazy(() => import('./events/EventsPanel')),
};
const RAW: PaneTab = { id: 'raw', name: 'Raw', Panel: lazy(() => import('./raw/RawPanel')) };

/** The tabs of a span. */
export function tabsOf(body: SpanBody | null): readonly PaneTab[] {
  return body ? [MAIN, IO, ATTRIBUTES, EVENTS, RAW] : [MAIN];
}
