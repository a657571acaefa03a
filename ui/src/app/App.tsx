import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { I18nProvider, RouterProvider } from 'react-aria-components';
import { Redirect, Route, Router, Switch, useLocation } from 'wouter';
import { Awaiting, lazily } from '../components/lazily/lazily';
import { useIdlePreload } from '../components/lazily/useIdlePreload';
import { ApiError } from '../api/client';
import { resolveId } from '../api/queries';
import { Failure, Loading, Nothing } from '../components/notice/Notice';
import { DropTarget } from '../features/trace-file/DropTarget';
import { ToastRegion } from '../components/toast/ToastRegion';
import { basePath, useUrlState } from '../components/useUrlState';
import { toTrace } from '../lib/urls/paths';
import { traceView } from '../lib/urls/views';
import { fromMlflowLink } from './legacy';
import { Shell } from './Shell';
import { SignIn } from './SignIn';

const TracesPage = lazily(() => import('../pages/traces/TracesPage'));
const TracePage = lazily(() => import('../pages/trace/TracePage'));
const SessionsPage = lazily(() => import('../pages/sessions/SessionsPage'));
const SessionPage = lazily(() => import('../pages/sessions/SessionPage'));
const OverviewPage = lazily(() => import('../pages/overview/OverviewPage'));
const ComparePage = lazily(() => import('../pages/compare/ComparePage'));
const FilePage = lazily(() => import('../pages/file/FilePage'));

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      // What was refused will be refused again; a server that is away may come back.
      retry: (failures, error) =>
        failures < 3 && error instanceof ApiError && (error.status === 0 || error.status >= 500),
    },
  },
});

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <I18nProvider locale="en-GB">
        <Router base={basePath()}>
          <Links />
        </Router>
      </I18nProvider>
    </QueryClientProvider>
  );
}

function Links() {
  const [, navigate] = useLocation();
  const old = fromMlflowLink(window.location.hash);
  return (
    <RouterProvider navigate={navigate}>
      <DropTarget>{old ? <Redirect to={old} replace /> : <Pages />}</DropTarget>
      <SignIn />
      <ToastRegion />
    </RouterProvider>
  );
}

/** Where one goes most from anywhere. */
const LIKELY = [TracesPage, TracePage];

function Pages() {
  useIdlePreload(LIKELY);
  return (
    <Switch>
      <Route path="/experiments/:experimentId/*?">
        {({ experimentId }) => (
          <Shell experimentId={experimentId}>
            <Awaiting fallback={<Loading what="the page" />}>
              <Switch>
                <Route path="/experiments/:experimentId/traces">
                  {(params) => <TracesPage key={params.experimentId} {...params} />}
                </Route>
                <Route path="/experiments/:experimentId/traces/:traceId">
                  {(params) => <TracePage key={params.traceId} {...params} />}
                </Route>
                <Route path="/experiments/:experimentId/sessions">
                  {(params) => <SessionsPage key={params.experimentId} {...params} />}
                </Route>
                <Route path="/experiments/:experimentId/sessions/:sessionId">
                  {(params) => <SessionPage key={params.sessionId} {...params} />}
                </Route>
                <Route path="/experiments/:experimentId/overview">
                  {(params) => <OverviewPage key={params.experimentId} {...params} />}
                </Route>
                <Route path="/experiments/:experimentId/compare">
                  {(params) => <ComparePage key={params.experimentId} {...params} />}
                </Route>
                <Route path="/experiments/:experimentId">
                  {(params) => (
                    <Redirect to={`/experiments/${params.experimentId}/traces`} replace />
                  )}
                </Route>
                <Route>
                  <NoPage />
                </Route>
              </Switch>
            </Awaiting>
          </Shell>
        )}
      </Route>
      <Route path="/traces/:id">{({ id }) => <AnyTrace id={id} />}</Route>
      <Route path="/file">
        <Shell experimentId={null}>
          <Awaiting fallback={<Loading what="the page" />}>
            <FilePage />
          </Awaiting>
        </Shell>
      </Route>
      <Route path="/">
        <First />
      </Route>
      <Route>
        <Shell experimentId={null}>
          <NoPage />
        </Shell>
      </Route>
    </Switch>
  );
}

const LAST_EXPERIMENT = 'spanloom.experiment';

/** Without an experiment in the link: the one that was looked at last, else the default one. */
function First() {
  let last = '0';
  try {
    last = JSON.parse(localStorage.getItem(LAST_EXPERIMENT) ?? '"0"') as string;
  } catch {
    // not kept, or no longer readable: the default one
  }
  return <Redirect to={`/experiments/${encodeURIComponent(last)}/traces`} replace />;
}

/** A link that names a trace alone, as programs print it: to the page of the trace in its experiment, in the same view. */
function AnyTrace({ id }: { readonly id: string }) {
  const [view] = useUrlState(traceView);
  const { data, error } = useQuery({
    queryKey: ['resolve', id],
    queryFn: ({ signal }) => resolveId(id, signal),
  });
  if (data) {
    const span = data.span_id ?? view.span;
    return <Redirect to={toTrace(data.experiment_id, data.trace_id, { ...view, span })} replace />;
  }
  return (
    <Shell experimentId={null}>
      {error ? <Failure error={error} /> : <Loading what="the trace" />}
    </Shell>
  );
}

function NoPage() {
  return (
    <Nothing title="There is no such page">
      <p>The link names a page that this version of Spanloom does not have.</p>
    </Nothing>
  );
}
