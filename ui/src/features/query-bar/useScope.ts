import { useMemo, useState } from 'react';
import type { Scope } from '../../api/types';
import type { Item } from '../../lib/query/clauses';
import { type FilterText, toFilter } from '../../lib/query/filter';
import { parse } from '../../lib/query/parse';
import { bounds } from '../../lib/time-range/range';

export interface Asked {
  /** What the server is asked with. It stays the same object as long as it asks for the same. */
  readonly scope: Scope;
  readonly items: readonly Item[];
  readonly filter: FilterText;
  /** When "now" is for ranges that are relative to it, in milliseconds. */
  readonly now: number;
  /** Takes the present moment as "now". */
  readonly renew: () => void;
}

/** The scope that a query and a time range in a URL mean. */
export function useScope(
  experimentId: string,
  { q, from, to }: { readonly q: string; readonly from: string | null; readonly to: string | null },
): Asked {
  const items = useMemo(() => parse(q), [q]);
  const filter = useMemo(() => toFilter(items), [items]);
  const [moment, setMoment] = useState(() => recent(from, to));
  if (moment.from !== from || moment.to !== to) {
    setMoment(present(from, to));
  }
  const { now } = moment;
  const { from_ms, to_ms } = bounds({ from, to }, now);
  const scope = useMemo<Scope>(
    () => ({
      experiment_ids: [experimentId],
      ...(filter.text === '' ? {} : { filter: filter.text }),
      ...(from_ms === undefined ? {} : { from_ms }),
      ...(to_ms === undefined ? {} : { to_ms }),
    }),
    [experimentId, filter.text, from_ms, to_ms],
  );
  return {
    scope,
    items,
    filter,
    now,
    renew: () => setMoment(present(from, to)),
  };
}

/** So long "now" stays when one goes away and comes back: what was loaded is still the answer then. */
const REMEMBERED_MILLIS = 5 * 60_000;
const remembered = new Map<string, number>();

function present(from: string | null, to: string | null) {
  const key = `${from} ${to}`;
  const now = Date.now();
  remembered.set(key, now);
  return { from, to, now };
}

/** As `present`, but the moment at which the same range was looked at shortly before. */
function recent(from: string | null, to: string | null) {
  const then = remembered.get(`${from} ${to}`);
  return then !== undefined && Date.now() - then < REMEMBERED_MILLIS
    ? { from, to, now: then }
    : present(from, to);
}
