import { createStore } from 'zustand';
import { listen } from '../../api/changes';
import { searchTraces } from '../../api/queries';
import type { Scope, TracePage, TraceRow } from '../../api/types';
import { quoted } from '../../lib/query/filter';
import { patched } from '../../lib/trace-list/merge';

/** At most so many changed traces are asked about at once; of more, the first page is asked again. */
const MOST_ASKED = 200;
/** More new traces than this are counted together, and asked for when they are wanted. */
const MOST_WAITING = 1000;
const FIRST_ROWS = 100;
const PAUSE_MILLIS = 500;

/** Why a row that is shown is no longer part of the result. */
export type Mark = 'deleted' | 'unmatched';

export interface LiveState {
  /** New traces that are not shown yet. */
  readonly waiting: ReadonlyMap<string, TraceRow>;
  /** There are more than are kept. */
  readonly tooMany: boolean;
  readonly marks: ReadonlyMap<string, Mark>;
  /** Goes up with each bunch of news. */
  readonly news: number;
}

/** The list that is followed, as it is at the moment. */
export interface Followed {
  readonly pages: () => readonly TracePage[] | null;
  readonly change: (how: (pages: TracePage[]) => TracePage[]) => void;
  /** When its first page came, in milliseconds. */
  readonly loadedAt: () => number;
  /** New traces have come to wait. */
  readonly onWaiting: () => void;
}

interface FeedOptions {
  readonly scope: Scope;
  readonly order: readonly string[];
  /** Whether new rows have their place by time alone. */
  readonly newestFirst: boolean;
}

const NOTHING: Followed = {
  pages: () => null,
  change: () => undefined,
  loadedAt: () => 0,
  onWaiting: () => undefined,
};

const START: LiveState = {
  waiting: new Map(),
  tooMany: false,
  marks: new Map(),
  news: 0,
};

/**
 * Listens to an experiment for whichever feed is the current one, until the returned function is called.
 *
 * @param feed the feed of the list that is shown at the moment
 */
export function listenFor(
  experimentId: string,
  feed: () => LiveFeed,
  onConnected: (connected: boolean) => void,
): () => void {
  return listen(
    { experimentId },
    {
      onConnected(connected) {
        onConnected(connected);
        if (connected) feed().catchUp();
      },
      onRows: (rows, more) => feed().onRows(rows, more),
      onDeleted: (ids) => feed().onDeleted(ids),
    },
  );
}

/**
 * Brings what changes in an experiment into a list. Rows that are shown change in their place; new ones wait. Whether a changed trace still
 * belongs to the result is asked of the server, not guessed.
 */
export class LiveFeed {
  readonly store = createStore<LiveState>()(() => START);
  /** Changed traces; null those that have to be read first. */
  private readonly queue = new Map<string, TraceRow | null>();
  private wantsFirstPage = false;
  private busy = false;
  private ended = new AbortController();
  private followed: Followed = NOTHING;

  constructor(private readonly options: FeedOptions) {}

  /** Works for a list until the returned function is called. */
  start(followed: Followed): () => void {
    this.followed = followed;
    const ended = new AbortController();
    this.ended = ended;
    this.catchUp();
    return () => ended.abort();
  }

  /** What waits, which then waits no longer. */
  taken(): readonly TraceRow[] {
    const rows = [...this.store.getState().waiting.values()];
    this.store.setState({ waiting: new Map(), tooMany: false });
    return rows;
  }

  /** Forgets the marks: the list was asked again. */
  renewed(): void {
    this.store.setState({ marks: new Map(), waiting: new Map(), tooMany: false });
  }

  /** Asks for what may have changed since the list came, untold. A list that is on its way lacks nothing. */
  catchUp(): void {
    if (this.followed.pages() === null) return;
    this.wantsFirstPage = true;
    const running = this.rows().filter((row) => row.state === 'IN_PROGRESS');
    for (const row of running.slice(0, MOST_ASKED)) this.queue.set(row.trace_id, null);
    void this.work();
  }

  /** @param more there are others that were not said */
  onRows(rows: readonly TraceRow[], more: boolean): void {
    for (const row of rows) this.queue.set(row.trace_id, row);
    this.wantsFirstPage ||= more;
    void this.work();
  }

  onDeleted(ids: readonly string[]): void {
    this.store.setState(({ marks, waiting, news }) => {
      const left = new Map(waiting);
      for (const id of ids) left.delete(id);
      return {
        marks: new Map([...marks, ...ids.map((id) => [id, 'deleted'] as const)]),
        waiting: left,
        news: news + 1,
      };
    });
  }

  private rows(): readonly TraceRow[] {
    return (this.followed.pages() ?? []).flatMap((page) => page.traces);
  }

  private async work(): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    const { signal } = this.ended;
    try {
      while (!signal.aborted && (this.queue.size > 0 || this.wantsFirstPage)) {
        // The list comes first; what has changed meanwhile is looked at when it is there.
        if (this.followed.pages() !== null) await this.step(signal);
        await pause(PAUSE_MILLIS, signal);
      }
    } catch {
      // The server is away: what was missed is asked for when it is back.
      this.wantsFirstPage = true;
    } finally {
      this.busy = false;
    }
  }

  private async step(signal: AbortSignal): Promise<void> {
    const { scope, order } = this.options;
    const said = new Map(this.queue);
    this.queue.clear();
    if (this.wantsFirstPage || said.size > MOST_ASKED) {
      this.wantsFirstPage = false;
      const search = { ...scope, order_by: order, max_results: FIRST_ROWS };
      this.take([], (await searchTraces(search, signal)).traces, said);
    }
    if (said.size > 0 && said.size <= MOST_ASKED) {
      const ids = [...said.keys()];
      this.take(ids, await this.matching(said, signal), said);
    }
  }

  /** Those of the traces that are part of the result. */
  private async matching(
    said: ReadonlyMap<string, TraceRow | null>,
    signal: AbortSignal,
  ): Promise<readonly TraceRow[]> {
    const { scope } = this.options;
    const rows = [...said.values()].filter((row) => row !== null);
    const all = scope.filter === undefined && scope.from_ms === undefined;
    if (all && scope.to_ms === undefined && rows.length === said.size) return rows;
    const these = `request_id IN (${[...said.keys()].map(quoted).join(', ')})`;
    const filter = scope.filter === undefined ? these : `(${scope.filter}) AND ${these}`;
    return (await searchTraces({ ...scope, filter, max_results: MOST_ASKED }, signal)).traces;
  }

  /**
   * Takes an answer in.
   *
   * @param asked the traces that it is about: those that it lacks are no longer part of the result
   * @param found the rows of the result among them
   * @param said rows as the feed had them
   */
  private take(
    asked: readonly string[],
    found: readonly TraceRow[],
    said: ReadonlyMap<string, TraceRow | null>,
  ): void {
    const { followed } = this;
    const shown = this.rows();
    const ids = new Set(shown.map((row) => row.trace_id));
    const now = new Map<string, TraceRow>();
    for (const [id, row] of said) if (row) now.set(id, row);
    for (const row of found) now.set(row.trace_id, row);
    followed.change((pages) => patched(pages, now));
    const isFound = new Set(found.map((row) => row.trace_id));
    const since = this.since(shown);
    this.store.setState(({ marks, waiting, tooMany, news }) => {
      // What no longer matches is marked: taking it out would move the reader.
      const nextMarks = new Map(marks);
      for (const id of asked) if (ids.has(id) && !isFound.has(id)) nextMarks.set(id, 'unmatched');
      for (const id of isFound) nextMarks.delete(id);
      const next = new Map(waiting);
      for (const id of asked) if (!isFound.has(id)) next.delete(id);
      for (const row of found) {
        if (next.has(row.trace_id) || (!ids.has(row.trace_id) && row.time_ms >= since)) {
          next.set(row.trace_id, row);
        }
      }
      return {
        marks: nextMarks,
        waiting: new Map([...next].slice(-MOST_WAITING)),
        tooMany: tooMany || next.size > MOST_WAITING,
        news: news + 1,
      };
    });
    if (this.store.getState().waiting.size > 0) followed.onWaiting();
  }

  /** Traces that began earlier are not new: a later page has them. */
  private since(shown: readonly TraceRow[]): number {
    if (!this.options.newestFirst) return this.followed.loadedAt();
    const more = this.followed.pages()?.at(-1)?.next_page_token ?? null;
    return more === null ? Number.NEGATIVE_INFINITY : (shown.at(-1)?.time_ms ?? 0);
  }
}

const pause = (millis: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, millis);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
