import { useMutation } from '@tanstack/react-query';
import { deleteTraces, type Target } from '../../api/bulk';
import { Button } from '../../components/button/Button';
import { Dialog } from '../../components/dialog/Dialog';
import { toast } from '../../components/toast/toasts';
import styles from './BulkBar.module.css';
import { traces, useTargetCount } from './useTargetCount';

interface DeleteDialogProps {
  readonly target: Target;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

/** Asks before traces are deleted, and says how many. */
export function DeleteDialog({ target, onClose, onDone }: DeleteDialogProps) {
  const { many, error } = useTargetCount(target);
  const deletion = useMutation({
    mutationFn: () => deleteTraces(target),
    onSuccess(deleted) {
      toast(`${traces(deleted)} deleted.`);
      onClose();
      onDone();
    },
  });
  const failed = deletion.error ?? error;
  return (
    <Dialog
      title="Delete traces"
      size="s"
      isOpen
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>Cancel</Button>
          <Button
            look="danger"
            isDisabled={many === null || many === 0 || deletion.isPending}
            onPress={() => deletion.mutate()}
          >
            {deletion.isPending
              ? 'Deleting…'
              : many === null
                ? 'Counting…'
                : `Delete ${traces(many)}`}
          </Button>
        </>
      }
    >
      <div className={styles['form']}>
        <p>
          {many === null ? 'These traces' : traces(many)} with all spans, feedback and attachments
          will be gone. This cannot be undone.
        </p>
        {failed && (
          <p role="alert" className={styles['error']}>
            {failed.message}
          </p>
        )}
      </div>
    </Dialog>
  );
}
