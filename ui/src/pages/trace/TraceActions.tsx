import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Ellipsis } from 'lucide-react';
import { useState } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { useLocation } from 'wouter';
import { deleteTraces, tagTraces } from '../../api/bulk';
import type { TraceSource } from '../../api/source';
import type { TraceHead } from '../../api/types';
import { Button, IconButton } from '../../components/button/Button';
import { Dialog } from '../../components/dialog/Dialog';
import { Menu, MenuItem } from '../../components/menu/Menu';
import { toast } from '../../components/toast/toasts';
import { useMay } from '../../features/access/useMay';
import { ExportMenu } from '../../features/export/ExportMenu';
import { count } from '../../lib/format/format';
import { toTraces } from '../../lib/urls/paths';
import styles from './TraceActions.module.css';

/** What can be done with a trace as a whole: it can be exported, tagged, deleted. */
export function TraceActions({ source }: { readonly source: TraceSource }) {
  const [asks, setAsks] = useState<'tag' | 'delete' | null>(null);
  const { data: head } = useQuery({
    queryKey: ['trace', source.key, 'head'],
    queryFn: ({ signal }) => source.head(signal),
  });
  const may = useMay();
  const close = () => setAsks(null);
  if (!head) return null;
  return (
    <>
      <ExportMenu traceId={source.key} />
      {(may.tag || may.delete) && (
        <Menu
          label="More"
          trigger={
            <IconButton label="More">
              <Ellipsis size={16} />
            </IconButton>
          }
          onAction={(key) => setAsks(key === 'tag' ? 'tag' : 'delete')}
        >
          {may.tag && (
            <MenuItem id="tag" textValue="Set a tag…">
              Set a tag…
            </MenuItem>
          )}
          {may.delete && (
            <MenuItem id="delete" textValue="Delete the trace…" danger>
              Delete the trace…
            </MenuItem>
          )}
        </Menu>
      )}
      <TagDialog head={head} source={source} isOpen={asks === 'tag'} onClose={close} />
      <DeleteDialog head={head} isOpen={asks === 'delete'} onClose={close} />
    </>
  );
}

interface AskProps {
  readonly head: TraceHead;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

function TagDialog({ head, source, isOpen, onClose }: AskProps & { readonly source: TraceSource }) {
  const queries = useQueryClient();
  const [key, setKey] = useState('');
  const [value, setValue] = useState('');
  const set = async () => {
    try {
      await tagTraces(targetOf(head), { set: { [key.trim()]: value } });
      await queries.invalidateQueries({ queryKey: ['trace', source.key, 'head'] });
      toast(`The tag ${key.trim()} is set.`);
      setKey('');
      setValue('');
      onClose();
    } catch (e) {
      toast(`The tag could not be set: ${words(e)}`, { tone: 'error' });
    }
  };
  return (
    <Dialog
      title="Set a tag"
      size="s"
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <Button look="primary" isDisabled={key.trim() === ''} onPress={() => void set()}>
          Set
        </Button>
      }
    >
      <div className={styles['fields']}>
        <TextField value={key} onChange={setKey} autoFocus>
          <Label>Key</Label>
          <Input />
        </TextField>
        <TextField value={value} onChange={setValue}>
          <Label>Value</Label>
          <Input />
        </TextField>
        {key.trim() in head.info.tags && <p>This replaces “{head.info.tags[key.trim()]}”.</p>}
      </div>
    </Dialog>
  );
}

function DeleteDialog({ head, isOpen, onClose }: AskProps) {
  const [, navigate] = useLocation();
  const remove = async () => {
    try {
      await deleteTraces(targetOf(head));
      toast('The trace is deleted.');
      onClose();
      navigate(toTraces(head.info.experiment_id));
    } catch (e) {
      toast(`The trace could not be deleted: ${words(e)}`, { tone: 'error' });
    }
  };
  return (
    <Dialog
      title="Delete this trace?"
      size="s"
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>Keep it</Button>
          <Button look="danger" onPress={() => void remove()}>
            Delete
          </Button>
        </>
      }
    >
      <p>
        “{head.info.name || head.info.trace_id}” with its {count(head.stored_spans)} spans and all
        feedback on it are deleted for good.
      </p>
    </Dialog>
  );
}

function targetOf({ info }: TraceHead) {
  return { experiment_ids: [info.experiment_id], trace_ids: [info.trace_id] };
}

function words(e: unknown): string {
  return e instanceof Error ? e.message : String(e);
}
