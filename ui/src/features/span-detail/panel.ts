import type { TraceSource } from '../../api/source';
import type { SpanBody, TraceHead } from '../../api/types';
import type { Skeleton } from '../../lib/skeleton/skeleton';
import type { TraceTab } from '../../lib/urls/views';
import type { SpanFacts } from './facts';

export interface SpanDetailProps {
  readonly source: TraceSource;
  readonly head: TraceHead;
  readonly skeleton: Skeleton;
  readonly spanId: string;
  readonly tab: TraceTab;
  readonly onTab: (tab: TraceTab) => void;
  readonly onSpan: (spanId: string) => void;
  /** What is searched for in the trace; it is marked wherever it is shown. */
  readonly find: string;
  /** Whose traces can be searched; null for a file. */
  readonly experimentId: string | null;
}

/** What each tab is given. */
export interface PanelProps extends SpanDetailProps {
  readonly body: SpanBody;
  readonly facts: SpanFacts;
  /** Whether values are shown as they are written. */
  readonly raw: boolean;
  /** Whether the form for feedback is to be opened; `onAsked` says that it need not any more. */
  readonly asked: boolean;
  readonly onAsked: () => void;
}
