import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { RemoteTrace } from '../../api/remote';
import type { TraceHead } from '../../api/types';
import type { Skeleton } from '../../lib/skeleton/skeleton';

/** One of the two traces, as far as it has come. */
export interface Side {
  readonly id: string;
  readonly source: RemoteTrace | null;
  readonly head: TraceHead | undefined;
  readonly skeleton: Skeleton | undefined;
  readonly error: Error | null;
  readonly retry: () => void;
}

export function useSide(id: string): Side {
  const source = useMemo(() => (id === '' ? null : new RemoteTrace(id)), [id]);
  const head = useQuery({
    queryKey: ['compare', 'head', id],
    queryFn: ({ signal }) => new RemoteTrace(id).head(signal),
    enabled: id !== '',
  });
  const skeleton = useQuery({
    queryKey: ['compare', 'skeleton', id],
    queryFn: ({ signal }) => new RemoteTrace(id).skeleton(signal),
    enabled: id !== '',
    structuralSharing: false,
    gcTime: 60_000,
  });
  return {
    id,
    source,
    head: head.data,
    skeleton: skeleton.data,
    error: head.error ?? skeleton.error,
    retry: () => {
      void head.refetch();
      void skeleton.refetch();
    },
  };
}
