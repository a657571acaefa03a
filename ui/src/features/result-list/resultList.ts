import { create } from 'zustand';
import { searchTraces, type TraceSearch } from '../../api/queries';

interface ResultList {
  /** The ids of the traces that were last looked at in a list, in its order. */
  readonly ids: readonly string[];
  /** What the list was asked with. */
  readonly search: TraceSearch | null;
  /** Where the next page begins; null when all are there. */
  readonly next: string | null;
}

const store = create<ResultList>()(() => ({ ids: [], search: null, next: null }));

/** The list of traces that the reader came from, for going to the next and the previous one. */
export const useResultList = (): ResultList => store();

/** Keeps the list that is shown now. */
export function keepResultList(list: ResultList): void {
  store.setState(list, true);
}

let loading: Promise<void> | null = null;

/** Loads the next page of ids, when there is one. */
export function loadMoreResults(): Promise<void> {
  loading ??= more().finally(() => {
    loading = null;
  });
  return loading;
}

async function more(): Promise<void> {
  const before = store.getState();
  if (before.search === null || before.next === null) return;
  const page = await searchTraces({ ...before.search, page_token: before.next });
  // Another list may be shown by now.
  if (store.getState().search !== before.search) return;
  const known = new Set(before.ids);
  const added = page.traces.map((row) => row.trace_id).filter((id) => !known.has(id));
  store.setState({ ids: [...before.ids, ...added], next: page.next_page_token });
}
