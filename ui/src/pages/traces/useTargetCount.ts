import { useQuery } from '@tanstack/react-query';
import type { Target } from '../../api/bulk';
import { countTraces } from '../../api/queries';

/** How many traces something will be done with; null while the server counts them. */
export function useTargetCount(target: Target): {
  readonly many: number | null;
  readonly error: Error | null;
} {
  const byId = 'trace_ids' in target ? target.trace_ids.length : null;
  const { data, error } = useQuery({
    queryKey: ['traces.count', target],
    queryFn: ({ signal }) => countTraces(target, signal),
    enabled: byId === null,
  });
  return { many: byId ?? data ?? null, error };
}

export const traces = (many: number): string =>
  `${many.toLocaleString('en')} ${many === 1 ? 'trace' : 'traces'}`;
