import * as v from 'valibot';
import { send } from './client';
import { TraceRow } from './types';

const Rows = v.object({ experiment_id: v.string(), rows: v.array(TraceRow), more: v.boolean() });
const Deleted = v.object({ trace_ids: v.array(v.string()) });
const News = v.object({
  trace_id: v.string(),
  revision: v.string(),
  state: v.string(),
  spans: v.number(),
});

export interface Listener {
  /** Traces that are new or have changed; `more` when there were too many to say: ask again. */
  readonly onRows?: (rows: readonly TraceRow[], more: boolean) => void;
  readonly onDeleted?: (traceIds: readonly string[]) => void;
  /** A trace that is listened to has news. */
  readonly onTrace?: (news: v.InferOutput<typeof News>) => void;
  /** Whether the server is there. When it comes back, what was missed has to be asked for. */
  readonly onConnected?: (connected: boolean) => void;
}

const FIRST_WAIT_MILLIS = 500;
const LONGEST_WAIT_MILLIS = 15_000;

/**
 * Listens to what changes in an experiment, a trace, or both, until the returned function is called. A lost connection is made again.
 * Not the browser's EventSource: that could not send a token.
 */
export function listen(
  to: { readonly experimentId?: string; readonly traceId?: string },
  listener: Listener,
): () => void {
  const ended = new AbortController();
  const search = new URLSearchParams();
  if (to.experimentId !== undefined) search.set('experiment_id', to.experimentId);
  if (to.traceId !== undefined) search.set('trace_id', to.traceId);
  void run(`ui-api/1/changes?${search.toString()}`, listener, ended.signal);
  return () => ended.abort();
}

async function run(path: string, listener: Listener, signal: AbortSignal): Promise<void> {
  let wait = FIRST_WAIT_MILLIS;
  while (!signal.aborted) {
    try {
      const response = await send(path, { signal, headers: { accept: 'text/event-stream' } });
      listener.onConnected?.(true);
      wait = FIRST_WAIT_MILLIS;
      await follow(response, listener);
    } catch {
      // it is tried again below
    }
    if (signal.aborted) return;
    listener.onConnected?.(false);
    await new Promise((resolve) => setTimeout(resolve, wait));
    wait = Math.min(wait * 2, LONGEST_WAIT_MILLIS);
  }
}

async function follow(response: Response, listener: Listener): Promise<void> {
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: '' };
    if (done) return;
    const events = (rest + value).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) tell(event, listener);
  }
}

function tell(event: string, listener: Listener): void {
  let kind = 'message';
  const data: string[] = [];
  for (const line of event.split('\n')) {
    if (line.startsWith('event:')) kind = line.slice(6).trim();
    if (line.startsWith('data:')) data.push(line.slice(5).trim());
  }
  if (data.length === 0) return;
  const json: unknown = JSON.parse(data.join('\n'));
  if (kind === 'traces') {
    const { rows, more } = v.parse(Rows, json);
    listener.onRows?.(rows, more);
  } else if (kind === 'deleted') {
    listener.onDeleted?.(v.parse(Deleted, json).trace_ids);
  } else if (kind === 'trace') {
    listener.onTrace?.(v.parse(News, json));
  }
}
