import { useQuery } from '@tanstack/react-query';
import type { TraceSource } from '../../api/source';
import type { Skeleton } from '../../lib/skeleton/skeleton';

/** The payload of a span. What runs is asked for again when its trace has news; what has ended is not. */
export function useSpan(source: TraceSource, skeleton: Skeleton, spanId: string, runs: boolean) {
  return useQuery({
    queryKey: ['trace', source.key, 'span', spanId, runs ? skeleton.revision : 'ended'],
    queryFn: ({ signal }) => source.span(spanId, signal),
    staleTime: runs ? 0 : Infinity,
    // The same span at an older revision is shown until the newer one is there.
    placeholderData: (before) => (before?.span_id === spanId ? before : undefined),
  });
}
