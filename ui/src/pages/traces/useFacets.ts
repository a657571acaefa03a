import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { facets, observedKeys } from '../../api/queries';
import type { Observed, Scope } from '../../api/types';
import { isOwnKey } from '../../lib/columns/columns';
import type { Item } from '../../lib/query/clauses';
import { toFilter } from '../../lib/query/filter';

export interface Facet {
  /** The key of the query bar. */
  readonly key: string;
  readonly title: string;
  readonly values: readonly Observed[];
  readonly loading: boolean;
  readonly error: Error | null;
}

/** What the server calls them, beside the keys of the query bar. */
const FIXED: readonly (readonly [key: string, field: string, title: string])[] = [
  ['status', 'status', 'State'],
  ['name', 'name', 'Name'],
  ['session', 'session_id', 'Session'],
  ['user', 'user', 'User'],
];

const MOST_TAGS = 8;

/**
 * The values of the result with how many traces have each. Values of a key that the query asks for already are counted as if it did not: so
 * one sees what else could be chosen.
 *
 * @param ready the rows are there: they come first
 */
export function useFacets(
  experimentId: string,
  scope: Scope,
  items: readonly Item[],
  shown: boolean,
  ready: boolean,
): readonly Facet[] {
  const tags = useQuery({
    queryKey: ['observed', experimentId, 'keys', 'tag', ''],
    queryFn: ({ signal }) => observedKeys(experimentId, 'tag', '', signal),
    enabled: shown,
  });
  const all = [
    ...FIXED,
    ...(tags.data ?? [])
      .filter(({ value }) => !isOwnKey(value))
      .slice(0, MOST_TAGS)
      .map(({ value }) => [`tag.${value}`, `tag.${value}`, value] as const),
  ];
  const asksFor = (key: string) =>
    items.some(({ clause }) => clause?.kind === 'field' && clause.key === key && !clause.negated);
  // One question for all keys that the query does not name, one more for each that it does.
  const plain = all.filter(([key]) => !asksFor(key));
  const questions = [
    { of: plain, scope },
    ...all
      .filter(([key]) => asksFor(key))
      .map((facet) => ({ of: [facet], scope: scopeWithout(scope, items, facet[0]) })),
  ];
  const answers = useQueries({
    queries: questions.map((question) => ({
      queryKey: ['traces.facets', question.scope, question.of.map(([, field]) => field)],
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        facets(
          question.scope,
          question.of.map(([, field]) => field),
          signal,
        ),
      // Not before the tags are known: it would be asked twice.
      enabled: shown && ready && question.of.length > 0 && !tags.isPending,
      placeholderData: keepPreviousData,
    })),
  });
  return all.map(([key, field, title]) => {
    const index = questions.findIndex((question) => question.of.some((each) => each[0] === key));
    const answer = answers[index];
    const found = answer?.data?.find((facet) => facet.field === field);
    return {
      key,
      title,
      values: found?.values ?? [],
      loading: answer?.isPending ?? true,
      error: answer?.error ?? null,
    };
  });
}

function scopeWithout(scope: Scope, items: readonly Item[], key: string): Scope {
  const rest = items.filter(
    ({ clause }) => !(clause?.kind === 'field' && clause.key === key && !clause.negated),
  );
  const { filter: _, ...others } = scope;
  const filter = toFilter(rest).text;
  return filter === '' ? others : { ...others, filter };
}
