import { TraceFileError } from '../../lib/trace-file/types';
import type { Answer, Channel, Question } from './messages';
import { MemoryTraceStore } from './TraceStore';

/** Answers the questions that come on a channel: first a file, then what is in it. */
export function serve(channel: Channel): void {
  let store: MemoryTraceStore | null = null;
  const answer = async (question: Question): Promise<unknown> => {
    if (question.ask === 'open') {
      store = new MemoryTraceStore(await question.file.text());
      return store.contents;
    }
    if (store === null) throw new Error('no file was opened');
    const method = store[question.ask] as (...args: readonly unknown[]) => Promise<unknown>;
    return method.apply(store, [...question.args]);
  };
  channel.addEventListener('message', (event: MessageEvent<Question>) => {
    const { id } = event.data;
    answer(event.data).then(
      (result) => channel.postMessage({ id, result } satisfies Answer, []),
      (e: unknown) => {
        const error = e instanceof Error ? e.message : String(e);
        const readable = e instanceof TraceFileError;
        channel.postMessage({ id, error, readable } satisfies Answer, []);
      },
    );
  });
}
