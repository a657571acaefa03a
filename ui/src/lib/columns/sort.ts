import { columnOf } from './columns';

export interface Sort {
  /** A column's id. */
  readonly column: string;
  readonly descending: boolean;
}

export const NEWEST_FIRST: Sort = { column: 'time_ms', descending: true };

/** Reads `time_ms desc`; the newest first when it says no column that sorts. */
export function sortOf(text: string | null): Sort {
  const found = /^(.+?)\s+(asc|desc)$/i.exec(text ?? '');
  const column = columnOf(found?.[1] ?? text ?? '');
  return column?.order === undefined
    ? NEWEST_FIRST
    : { column: column.id, descending: found?.[2]?.toLowerCase() === 'desc' };
}

export const sortText = ({ column, descending }: Sort): string =>
  `${column} ${descending ? 'desc' : 'asc'}`;

/** The order as the server takes it. */
export function orderBy({ column, descending }: Sort): readonly string[] {
  return [`${columnOf(column)?.order ?? 'timestamp_ms'} ${descending ? 'DESC' : 'ASC'}`];
}

/** What a press on a column's head does: numbers and times begin with the largest, then it turns. */
export function turned(sort: Sort, column: string): Sort {
  if (sort.column === column) return { column, descending: !sort.descending };
  const { numeric = false } = columnOf(column) ?? {};
  return { column, descending: numeric || column === 'time_ms' };
}
