import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { TraceSource } from '../../api/source';
import type { Skeleton } from '../../lib/skeleton/skeleton';

/** Above so many spans only the first piece of a skeleton is shown before all has come: each piece is read anew. */
const MOST_IN_PIECES = 60_000;
const FORGET_MILLIS = 60_000;
/** What comes sooner is shown whole: pieces would only make it later. */
const PIECE_MILLIS = 500;

/** The head and the skeleton of a trace; of the skeleton what has come so far. */
export function useTrace(source: TraceSource) {
  const [partial, setPartial] = useState<Skeleton | null>(null);
  const [loaded, setLoaded] = useState(0);
  const head = useQuery({
    queryKey: ['trace', source.key, 'head'],
    queryFn: ({ signal }) => source.head(signal),
  });
  const skeleton = useQuery({
    queryKey: ['trace', source.key, 'skeleton'],
    queryFn: ({ signal }) => {
      let told = performance.now();
      return source.skeleton(signal, (some) => {
        setLoaded(some.loaded);
        if (performance.now() - told < PIECE_MILLIS) return;
        told = performance.now();
        setPartial((before) => (before === null || some.count <= MOST_IN_PIECES ? some : before));
      });
    },
    // Columns are compared by nobody, and are too large to be kept long.
    structuralSharing: false,
    gcTime: FORGET_MILLIS,
  });
  return { head, skeleton, shown: skeleton.data ?? partial, loaded };
}
