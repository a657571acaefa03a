import { useQuery } from '@tanstack/react-query';
import { me } from '../../api/queries';

/** What the reader may do beside reading. */
interface May {
  readonly tag: boolean;
  readonly assess: boolean;
  readonly delete: boolean;
}

const ALL: May = { tag: true, assess: true, delete: true };
const NOTHING: May = { tag: false, assess: false, delete: false };

/**
 * What the server lets the reader's token do. All as long as nobody knows: the server says no by itself.
 *
 * @param isOnServer false for what is read from a file: there is nothing to be done with it
 */
export function useMay(isOnServer = true): May {
  const { data } = useQuery({
    queryKey: ['me'],
    queryFn: ({ signal }) => me(signal),
    enabled: isOnServer,
    staleTime: Infinity,
  });
  if (!isOnServer) return NOTHING;
  if (!data) return ALL;
  const may = new Set(data.may);
  return { tag: may.has('tag'), assess: may.has('assess'), delete: may.has('delete') };
}
