/** A file that was recorded with a trace, beside it. */
export interface Attachment {
  readonly id: string;
  readonly traceId: string;
  readonly type: string;
  /** Null when it was not said. */
  readonly bytes: number | null;
  /** What loads it, given what asks the server. */
  readonly load: (send: (path: string) => Promise<Response>) => () => Promise<Blob>;
}

/** A reference `mlflow-attachment://…`; null for any other text. */
export function attachmentOf(text: string): Attachment | null {
  const match = /^mlflow-attachment:\/\/([^?]+)\?(.*)$/.exec(text);
  const id = match?.[1];
  if (!id) return null;
  const query = new URLSearchParams(match[2]);
  const type = query.get('content_type');
  const traceId = query.get('trace_id');
  if (!type || !traceId) return null;
  const size = Number(query.get('size') ?? Number.NaN);
  const path = `ajax-api/2.0/mlflow/get-trace-artifact?${new URLSearchParams({ request_id: traceId, path: id }).toString()}`;
  return {
    id,
    traceId,
    type,
    bytes: Number.isFinite(size) ? size : null,
    load: (send) => async () => (await send(path)).blob(),
  };
}
