import type { TraceStore } from './TraceStore';

/** What the page and its worker say to each other. */

export type Question =
  | { readonly id: number; readonly ask: 'open'; readonly file: Blob }
  | {
      readonly id: number;
      readonly ask: keyof TraceStore;
      readonly args: readonly unknown[];
    };

export type Answer =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: string; readonly readable: boolean };

/** One end of a channel: a worker, or what is within it. */
export interface Channel {
  postMessage(message: unknown, transfer: Transferable[]): void;
  addEventListener(type: 'message', listener: (event: MessageEvent) => void): void;
}
