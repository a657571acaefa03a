import { useState } from 'react';
import { useLocation } from 'wouter';
import { ApiError } from '../../api/client';
import { resolveId } from '../../api/queries';
import { toTrace } from '../../lib/urls/paths';

/** Opens the trace of an id in any form, or says that there is none. */
export function useOpenId() {
  const [, navigate] = useLocation();
  const [opening, setOpening] = useState(false);
  const [notFound, setNotFound] = useState<string | null>(null);
  const openId = async (id: string): Promise<void> => {
    setOpening(true);
    setNotFound(null);
    try {
      const found = await resolveId(id);
      navigate(
        toTrace(found.experiment_id, found.trace_id, found.span_id ? { span: found.span_id } : {}),
      );
    } catch (e) {
      const none = e instanceof ApiError && e.status === 404;
      setNotFound(none ? `There is no trace ${id}.` : e instanceof Error ? e.message : String(e));
    } finally {
      setOpening(false);
    }
  };
  return { openId, opening, notFound };
}
