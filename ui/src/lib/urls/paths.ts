import {
  type CompareView,
  compareView,
  type OverviewView,
  overviewView,
  type SessionsView,
  sessionsView,
  type TracesView,
  tracesView,
  type TraceView,
  traceView,
} from './views';

/** Links within the UI, below its base. */

const experiment = (id: string): string => `/experiments/${encodeURIComponent(id)}`;

export const toTraces = (experimentId: string, view: Partial<TracesView> = {}): string =>
  `${experiment(experimentId)}/traces${tracesView.encode({ ...tracesView.decode(''), ...view })}`;

export const toTrace = (
  experimentId: string,
  traceId: string,
  view: Partial<TraceView> = {},
): string =>
  `${experiment(experimentId)}/traces/${encodeURIComponent(traceId)}${traceView.encode({ ...traceView.decode(''), ...view })}`;

export const toSessions = (experimentId: string, view: Partial<SessionsView> = {}): string =>
  `${experiment(experimentId)}/sessions${sessionsView.encode({ ...sessionsView.decode(''), ...view })}`;

export const toSession = (experimentId: string, sessionId: string, traceId?: string): string =>
  `${experiment(experimentId)}/sessions/${encodeURIComponent(sessionId)}${traceId ? '#' + traceId : ''}`;

export const toOverview = (experimentId: string, view: Partial<OverviewView> = {}): string =>
  `${experiment(experimentId)}/overview${overviewView.encode({ ...overviewView.decode(''), ...view })}`;

export const toCompare = (experimentId: string, view: Partial<CompareView>): string =>
  `${experiment(experimentId)}/compare${compareView.encode({ ...compareView.decode(''), ...view })}`;
