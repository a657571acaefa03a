import { matchOf } from '../lib/query/clauses';
import { print } from '../lib/query/print';
import { toOverview, toSession, toSessions, toTrace, toTraces } from '../lib/urls/paths';

/** How MLflow's UI has called the trace that is open, in the search of its links. */
const OPEN_TRACE = ['selectedEvaluationId', 'selectedTraceId', 'traceId'];

/**
 * Where a link of MLflow's UI leads here: its routes stand behind a `#`. Null for what has no page here: models, prompts, metrics of runs.
 *
 * @param hash such as `#/experiments/0/traces?selectedEvaluationId=tr-1`
 */
export function fromMlflowLink(hash: string): string | null {
  const [path = '', search = ''] = hash.replace(/^#/, '').split('?');
  const [, ...parts] = path.split('/').map(decoded);
  // Servers with workspaces put the name of one before their routes.
  if (parts[0] === 'workspaces') parts.splice(0, 2);
  const [kind, experimentId, page, id] = parts;
  if (kind !== 'experiments' || !experimentId) {
    return null;
  }
  const params = new URLSearchParams(search);
  const trace = OPEN_TRACE.map((name) => params.get(name)).find(Boolean);
  switch (page) {
    case 'overview':
      return toOverview(experimentId);
    case 'chat-sessions':
      return id ? toSession(experimentId, id, trace ?? undefined) : toSessions(experimentId);
    case 'runs':
      // The traces of a run are the table's, by the run.
      return trace || !id
        ? toTraceOr(experimentId, trace, params)
        : toTraces(experimentId, { q: print(matchOf('run', id)) });
    case 'traces':
      return toTraceOr(experimentId, trace ?? id, params);
    default:
      return toTraceOr(experimentId, trace, params);
  }
}

function toTraceOr(
  experimentId: string,
  trace: string | undefined | null,
  params: URLSearchParams,
): string {
  if (!trace) return toTraces(experimentId);
  const span = params.get('focusSpan');
  return toTrace(experimentId, trace, span ? { span } : {});
}

/** A text with a lone `%` stays as it is. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
