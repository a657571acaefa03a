import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { listen } from '../../api/changes';
import type { TraceSource } from '../../api/source';

/**
 * Asks for a trace again when the server says that it has changed: one request at a time, and one more for what changed meanwhile. Payloads
 * of spans that have ended stay.
 */
export function useTraceNews(source: TraceSource, experimentId: string) {
  const queries = useQueryClient();
  const [connection, setConnection] = useState<'live' | 'lost' | null>(null);
  const [deleted, setDeleted] = useState(false);
  const traceId = source.key;
  useEffect(() => {
    let asking = false;
    let again = false;
    const ask = async () => {
      if (asking) {
        again = true;
        return;
      }
      asking = true;
      do {
        again = false;
        await queries.invalidateQueries({
          predicate: ({ queryKey: [kind, key, part] }) =>
            kind === 'trace' && key === traceId && (part === 'head' || part === 'skeleton'),
        });
      } while (again);
      asking = false;
    };
    let lost = false;
    return listen(
      { traceId, experimentId },
      {
        onTrace: () => void ask(),
        onDeleted: (ids) => {
          if (ids.includes(traceId)) setDeleted(true);
        },
        onRows: (rows) => {
          // Tags and feedback change without news of spans.
          if (rows.some((row) => row.trace_id === traceId)) void ask();
        },
        onConnected: (connected) => {
          setConnection(connected ? 'live' : 'lost');
          // What happened while the server was away was not told.
          if (connected && lost) void ask();
          lost = !connected;
        },
      },
    );
  }, [queries, traceId, experimentId]);
  return { connection, deleted };
}
