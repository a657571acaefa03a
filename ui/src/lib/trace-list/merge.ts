/** What a list of traces has to know of a row to keep its order. */
export interface Listed {
  readonly trace_id: string;
  readonly time_ms: number;
}

export interface Page<R extends Listed> {
  readonly traces: R[];
  readonly next_page_token: string | null;
}

/** The pages with rows in the place of those of their ids; the same object when there are none. */
export function patched<R extends Listed, P extends Page<R>>(
  pages: P[],
  rows: ReadonlyMap<string, R>,
): P[] {
  let changed = false;
  const next = pages.map((page) => {
    if (!page.traces.some(({ trace_id }) => rows.has(trace_id))) return page;
    changed = true;
    return { ...page, traces: page.traces.map((row) => rows.get(row.trace_id) ?? row) };
  });
  return changed ? next : pages;
}

/** Whether a row stands before another one: the newest first, then by id, as the server has it. */
export const before = (a: Listed, b: Listed): boolean =>
  a.time_ms === b.time_ms ? a.trace_id < b.trace_id : a.time_ms > b.time_ms;

/**
 * The pages with new rows where they belong, the newest first. A row behind all that are loaded is left to the page that brings it,
 * unless all pages are there.
 */
export function inserted<R extends Listed, P extends Page<R>>(pages: P[], rows: readonly R[]): P[] {
  const known = new Set(pages.flatMap((page) => page.traces.map((row) => row.trace_id)));
  const next = pages.map((page) => ({ ...page, traces: [...page.traces] }));
  const last = next.at(-1);
  for (const row of rows) {
    if (known.has(row.trace_id)) continue;
    known.add(row.trace_id);
    const page = next.find(({ traces }) => traces.some((each) => before(row, each)));
    if (page) {
      const at = page.traces.findIndex((each) => before(row, each));
      page.traces.splice(at, 0, row);
    } else if (last?.next_page_token === null) {
      last.traces.push(row);
    }
  }
  return next;
}
