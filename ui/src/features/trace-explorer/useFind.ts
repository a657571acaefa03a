import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { TraceSource } from '../../api/source';
import { useDebounced } from '../../components/useDebounced';
import { Counts } from '../../lib/trace/counts';
import { namesWith } from '../../lib/trace/filter';
import { findPlace } from '../../lib/trace/places';
import type { TraceTree } from '../../lib/trace/tree';

const REST_MILLIS = 250;

/** Finds a text in the names at once, and in all values as soon as the source answers. */
export function useFind(source: TraceSource, tree: TraceTree, text: string) {
  const wanted = text.trim();
  const rested = useDebounced(wanted, REST_MILLIS);
  const { skeleton } = tree;
  const answer = useQuery({
    queryKey: ['trace', source.key, 'find', rested, skeleton.revision],
    queryFn: ({ signal }) => source.find(rested, signal),
    enabled: rested !== '' && rested === wanted,
    // While a running trace is searched again, the older answer for the same text stands.
    placeholderData: (before, query) => (query?.queryKey[3] === rested ? before : undefined),
  });
  const found = rested === wanted && wanted !== '' ? (answer.data ?? null) : null;
  const matches = useMemo(() => {
    const names = namesWith(tree, wanted);
    if (names === null) return null;
    if (found !== null) {
      for (const { span_id } of found.spans) {
        const place = findPlace(skeleton, span_id);
        if (place >= 0) names[place] = 1;
      }
    }
    return new Counts(tree, (span) => names[span] === 1);
  }, [tree, skeleton, wanted, found]);
  return {
    text: wanted,
    /** The spans that have it; null when nothing is searched for. */
    matches,
    found,
    error: rested === wanted && wanted !== '' ? answer.error : null,
    searching: wanted !== '' && (rested !== wanted || answer.isFetching),
  };
}

export type Find = ReturnType<typeof useFind>;
