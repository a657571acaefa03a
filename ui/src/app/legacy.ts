import { toSession, toSessions, toTrace, toTraces } from '../lib/urls/paths';

/**
 * Where a link of MLflow's UI leads here: its routes stand behind a `#`. Null for what has no page here.
 *
 * @param hash such as `#/experiments/0/traces?selectedEvaluationId=tr-1`
 */
export function fromMlflowLink(hash: string): string | null {
  const [path = '', search = ''] = hash.replace(/^#/, '').split('?');
  const [, kind, experimentId, page, id] = path.split('/').map(decodeURIComponent);
  if (kind !== 'experiments' || !experimentId) {
    return null;
  }
  const params = new URLSearchParams(search);
  const trace =
    params.get('selectedEvaluationId') ??
    params.get('selectedTraceId') ??
    params.get('traceId') ??
    (page === 'traces' ? id : undefined);
  if (page === 'chat-sessions') {
    return id ? toSession(experimentId, id, trace) : toSessions(experimentId);
  }
  return trace ? toTrace(experimentId, trace) : toTraces(experimentId);
}
