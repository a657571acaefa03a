import { TraceFileError } from '../../lib/trace-file/types';
import { FileTrace } from './FileTrace';
import type { Answer, Channel, Question } from './messages';
import type { Contents, TraceStore } from './TraceStore';

/** A file that has been read, and its traces. */
export interface OpenedFile {
  readonly name: string;
  readonly bytes: number;
  readonly contents: Contents;
  readonly traces: readonly FileTrace[];
  /** Lets go of what was read. */
  readonly close: () => void;
}

/** Reads a file in a worker, so that the page stays quick whatever its size. Rejects with a TraceFileError in words. */
export async function openFile(file: File): Promise<OpenedFile> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  try {
    return await openBy(worker, file, () => worker.terminate());
  } catch (e) {
    worker.terminate();
    throw e;
  }
}

let opened = 0;

/** Reads a file by whoever answers at the other end of a channel. */
export async function openBy(channel: Channel, file: File, close: () => void): Promise<OpenedFile> {
  const ask = asker(channel);
  const contents = (await ask({ ask: 'open', file })) as Contents;
  const store: TraceStore = {
    skeleton: (...args) => ask({ ask: 'skeleton', args }) as ReturnType<TraceStore['skeleton']>,
    span: (...args) => ask({ ask: 'span', args }) as ReturnType<TraceStore['span']>,
    value: (...args) => ask({ ask: 'value', args }) as ReturnType<TraceStore['value']>,
    find: (...args) => ask({ ask: 'find', args }) as ReturnType<TraceStore['find']>,
  };
  const key = `${++opened}`;
  return {
    name: file.name,
    bytes: file.size,
    contents,
    traces: contents.traces.map((summary, i) => new FileTrace(store, summary, i, key)),
    close,
  };
}

type WithoutId<T> = T extends unknown ? Omit<T, 'id'> : never;

function asker(channel: Channel): (question: WithoutId<Question>) => Promise<unknown> {
  const waiting = new Map<
    number,
    { readonly resolve: (result: unknown) => void; readonly reject: (error: Error) => void }
  >();
  let last = 0;
  channel.addEventListener('message', (event: MessageEvent<Answer>) => {
    const answer = event.data;
    const one = waiting.get(answer.id);
    waiting.delete(answer.id);
    if ('result' in answer) one?.resolve(answer.result);
    else one?.reject(answer.readable ? new TraceFileError(answer.error) : new Error(answer.error));
  });
  return (question) =>
    new Promise((resolve, reject) => {
      const id = ++last;
      waiting.set(id, { resolve, reject });
      channel.postMessage({ ...question, id }, []);
    });
}
