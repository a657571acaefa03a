import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { observedKeys, observedValues } from '../../api/queries';
import { useDebounced } from '../../components/useDebounced';
import {
  familyOptions,
  keyOptions,
  type Option,
  valueOptions,
  wantedAfter,
} from '../../lib/query/complete';

const DEBOUNCE_MILLIS = 120;
const MOST = 50;

export interface Completions {
  readonly options: readonly Option[];
  /** Values of the server are on their way. */
  readonly loading: boolean;
  readonly error: Error | null;
}

/** What may be written next in an item: known keys, and keys and values that the experiment has. */
export function useCompletions(experimentId: string, item: string, enabled: boolean): Completions {
  const wanted = useMemo(() => wantedAfter(item), [item]);
  const asked = useMemo(() => {
    if (wanted.kind === 'key' && wanted.family) {
      return { kind: 'keys' as const, of: wanted.family.family, prefix: wanted.prefix };
    }
    return wanted.kind === 'value' && wanted.field.observed
      ? { kind: 'values' as const, of: wanted.field.filter, prefix: wanted.prefix }
      : null;
  }, [wanted]);
  const rested = useDebounced(asked, DEBOUNCE_MILLIS);
  const seen = useQuery({
    queryKey: ['observed', experimentId, rested?.kind, rested?.of, rested?.prefix],
    queryFn: ({ signal }) =>
      rested?.kind === 'keys'
        ? observedKeys(experimentId, rested.of, rested.prefix, signal)
        : observedValues(experimentId, rested?.of ?? '', rested?.prefix ?? '', signal),
    enabled: enabled && rested !== null,
    placeholderData: (before, query) =>
      query?.queryKey[3] === rested?.of ? keepPreviousData(before) : undefined,
  });
  // What is said of one key is no answer for another, while the new one is on its way.
  const current = rested?.kind === asked?.kind && rested?.of === asked?.of ? seen.data : undefined;
  const options = useMemo(() => {
    const all = current ?? [];
    if (wanted.kind === 'value') {
      const prefix = wanted.prefix.toLowerCase();
      const fits = all.filter(({ value }) => value.toLowerCase().includes(prefix));
      return valueOptions(wanted, fits);
    }
    if (wanted.kind === 'nothing') return [];
    return wanted.family
      ? familyOptions(
          wanted,
          all.filter(({ value }) => value.startsWith(wanted.prefix)),
        )
      : keyOptions(wanted);
  }, [wanted, current]);
  return {
    options: options.slice(0, MOST),
    loading: enabled && asked !== null && (seen.isFetching || rested !== asked),
    error: asked !== null ? seen.error : null,
  };
}
