import { useQuery } from '@tanstack/react-query';
import { type MetricAnswer, metrics, type MetricsQuestion } from '../../api/metrics';

const NONE: MetricAnswer = { points: [], more: false };

/** The answer to a question; that of the last one while the next is on its way. Null asks nothing. */
export function useMetrics(question: MetricsQuestion | null) {
  const query = useQuery({
    queryKey: ['metrics', question],
    queryFn: ({ signal }) => (question ? metrics(question, signal) : NONE),
    enabled: question !== null,
    placeholderData: (before) => before,
  });
  return { ...(query.data ?? NONE), error: query.error, ready: query.data !== undefined };
}
