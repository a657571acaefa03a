import { useMutation, useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { type Target, tagTraces } from '../../api/bulk';
import { observedKeys } from '../../api/queries';
import { Button } from '../../components/button/Button';
import { Dialog } from '../../components/dialog/Dialog';
import { toast } from '../../components/toast/toasts';
import styles from './BulkBar.module.css';
import { traces, useTargetCount } from './useTargetCount';

interface TagDialogProps {
  readonly experimentId: string;
  readonly target: Target;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Sets a tag of traces, or takes one away. */
export function TagDialog({ experimentId, target, onClose, onDone }: TagDialogProps) {
  const [what, setWhat] = useState<'set' | 'remove'>('set');
  const [key, setKey] = useState('');
  const [value, setValue] = useState('');
  const listId = useId();
  const formId = useId();
  const keys = useQuery({
    queryKey: ['observed', experimentId, 'keys', 'tag', ''],
    queryFn: ({ signal }) => observedKeys(experimentId, 'tag', '', signal),
  });
  const { many, error } = useTargetCount(target);
  const name = key.trim();
  const change = useMutation({
    mutationFn: () =>
      tagTraces(target, what === 'set' ? { set: { [name]: value } } : { remove: [name] }),
    onSuccess(tagged) {
      toast(
        what === 'set'
          ? `Tag ${name} set on ${traces(tagged)}.`
          : `Tag ${name} removed from ${traces(tagged)}.`,
      );
      onClose();
      onDone();
    },
  });
  const failed = change.error ?? error;
  const of = many === null ? 'traces' : traces(many);
  return (
    <Dialog
      title={`Tag ${of}`}
      size="s"
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={formId}
            look="primary"
            isDisabled={name === '' || change.isPending || many === 0}
          >
            {change.isPending ? 'Tagging…' : what === 'set' ? `Tag ${of}` : `Remove from ${of}`}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          if (name !== '') change.mutate();
        }}
      >
        <label>
          What
          <select
            value={what}
            onChange={(event) => setWhat(event.target.value as 'set' | 'remove')}
          >
            <option value="set">Set a tag</option>
            <option value="remove">Remove a tag</option>
          </select>
        </label>
        <div className={styles['row']}>
          <label>
            Key
            <input
              value={key}
              list={listId}
              autoComplete="off"
              autoFocus
              onChange={(event) => setKey(event.target.value)}
            />
          </label>
          {what === 'set' && (
            <label>
              Value
              <input value={value} onChange={(event) => setValue(event.target.value)} />
            </label>
          )}
        </div>
        <datalist id={listId}>
          {(keys.data ?? []).map((each) => (
            <option key={each.value} value={each.value}>
              {each.value}
            </option>
          ))}
        </datalist>
        {failed && (
          <p role="alert" className={styles['error']}>
            {failed.message}
          </p>
        )}
      </form>
    </Dialog>
  );
}
