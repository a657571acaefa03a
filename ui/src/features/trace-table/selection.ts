/** Which traces are chosen: some of those that are shown, or all of the result. */
export interface Selection {
  readonly ids: ReadonlySet<string>;
  /** The whole result, loaded or not. */
  readonly all: boolean;
}

export const NOTHING_SELECTED: Selection = { ids: new Set(), all: false };

export const isSelected = ({ ids, all }: Selection, id: string): boolean => all || ids.has(id);

export const isEmpty = ({ ids, all }: Selection): boolean => !all && ids.size === 0;

/** The selection with a trace in it, or without. */
export function toggledTrace({ ids }: Selection, id: string): Selection {
  const next = new Set(ids);
  if (!next.delete(id)) next.add(id);
  return { ids: next, all: false };
}

/** The selection with all between two places of the list, both included. */
export function withRange(
  { ids }: Selection,
  shown: readonly string[],
  from: number,
  to: number,
): Selection {
  const range = shown.slice(Math.min(from, to), Math.max(from, to) + 1);
  return { ids: new Set([...ids, ...range]), all: false };
}

export const ofAll = (shown: readonly string[]): Selection => ({ ids: new Set(shown), all: false });
