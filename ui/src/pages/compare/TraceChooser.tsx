import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { resolveId, searchTraces } from '../../api/queries';
import { StateBadge } from '../../components/badge/Badge';
import { Button } from '../../components/button/Button';
import { Dialog } from '../../components/dialog/Dialog';
import { Failure, Loading, Notice } from '../../components/notice/Notice';
import { dateTime, durationOfMillis } from '../../lib/format/format';
import styles from './TraceChooser.module.css';

interface TraceChooserProps {
  readonly experimentId: string;
  /** `A` or `B`; null while it is closed. */
  readonly letter: string | null;
  readonly onClose: () => void;
  readonly onChoose: (traceId: string) => void;
}

const LATEST = 50;

/** Chooses a trace by its id in any form, or from the latest ones. */
export function TraceChooser({ experimentId, letter, onClose, onChoose }: TraceChooserProps) {
  return (
    <Dialog
      title={`Choose trace ${letter ?? ''}`}
      isOpen={letter !== null}
      onClose={onClose}
      size="m"
    >
      <ById onChoose={onChoose} />
      <Latest experimentId={experimentId} onChoose={onChoose} />
    </Dialog>
  );
}

function ById({ onChoose }: { readonly onChoose: (traceId: string) => void }) {
  const [id, setId] = useState('');
  const [error, setError] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const choose = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      onChoose((await resolveId(id.trim())).trace_id);
    } catch (e) {
      setError(e instanceof Error ? e.message : String(e));
    } finally {
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void choose(event)}>
      <TextField value={id} onChange={setId} autoFocus className={styles['field'] ?? ''}>
        <Label>Trace id</Label>
        <div className={styles['line']}>
          <Input placeholder="tr-…, 32 hex digits, a traceparent or a client request id" />
          <Button type="submit" look="primary" isDisabled={busy || id.trim() === ''}>
            Choose
          </Button>
        </div>
      </TextField>
      {error !== null && <Notice tone="error" title={error} />}
    </form>
  );
}

interface LatestProps {
  readonly experimentId: string;
  readonly onChoose: (traceId: string) => void;
}

function Latest({ experimentId, onChoose }: LatestProps) {
  const { data, error, refetch } = useQuery({
    queryKey: ['compare', 'latest', experimentId],
    queryFn: ({ signal }) =>
      searchTraces({ experiment_ids: [experimentId], max_results: LATEST }, signal),
  });
  if (error) return <Failure error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading what="the latest traces" />;
  if (data.traces.length === 0) return <p>There are none in this experiment.</p>;
  return (
    <>
      <h3 className={styles['title']}>
        {data.next_page_token === null ? 'The traces' : `The latest ${LATEST} traces`} of the
        experiment
      </h3>
      <ul className={styles['list']}>
        {data.traces.map((row) => (
          <li key={row.trace_id}>
            <button
              type="button"
              className={styles['trace']}
              onClick={() => onChoose(row.trace_id)}
            >
              <span className={styles['name']}>{row.name ?? row.trace_id}</span>
              <StateBadge state={row.state} />
              <span className={styles['preview']}>{row.request}</span>
              <span className={styles['facts']}>
                {dateTime(row.time_ms)} · {durationOfMillis(row.duration_ms)}
              </span>
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
