import { Columns2, Download, Tag, Trash2, X } from 'lucide-react';
import { useState } from 'react';
import { useLocation } from 'wouter';
import type { ExportFormat, Target } from '../../api/bulk';
import type { Scope } from '../../api/types';
import { Button, IconButton } from '../../components/button/Button';
import { Menu, MenuItem } from '../../components/menu/Menu';
import { useMay } from '../../features/access/useMay';
import { NOTHING_SELECTED, type Selection } from '../../features/trace-table/selection';
import { count } from '../../lib/format/format';
import { toCompare } from '../../lib/urls/paths';
import styles from './BulkBar.module.css';
import { DeleteDialog } from './DeleteDialog';
import { TagDialog } from './TagDialog';
import { useExport } from './useExport';

interface BulkBarProps {
  readonly experimentId: string;
  readonly selection: Selection;
  readonly onSelection: (selection: Selection) => void;
  readonly scope: Scope;
  readonly loaded: number;
  readonly total: number | null;
  /** Traces have changed, or are gone. */
  readonly onChanged: () => void;
}

/** What can be done with the chosen traces. */
export function BulkBar(props: BulkBarProps) {
  const { experimentId, selection, onSelection, scope, loaded, total, onChanged } = props;
  const [, navigate] = useLocation();
  const [dialog, setDialog] = useState<'tag' | 'delete' | null>(null);
  const [target, setTarget] = useState<Target>(scope);
  const { exporting, run, cancel } = useExport();
  const may = useMay();
  const many = selection.all ? total : selection.ids.size;
  const ids = [...selection.ids];
  // All of the result ends now: what begins while one reads the question is not part of it.
  const targetNow = (): Target =>
    selection.all
      ? { ...scope, to_ms: scope.to_ms ?? Date.now() }
      : { experiment_ids: [experimentId], trace_ids: ids };
  const open = (which: 'tag' | 'delete') => {
    setTarget(targetNow());
    setDialog(which);
  };
  const [a, b] = ids;
  return (
    <div className={styles['bar']} role="toolbar" aria-label="Selected traces">
      <span role="status" className={styles['words']}>
        {many === null
          ? 'All matching traces selected'
          : `${count(many)} ${many === 1 ? 'trace' : 'traces'} selected`}
      </span>
      {!selection.all && total !== null && total > loaded && selection.ids.size >= loaded && (
        <Button onPress={() => onSelection({ ids: new Set(), all: true })}>
          Select all {count(total)} that match
        </Button>
      )}
      {may.tag && (
        <Button onPress={() => open('tag')}>
          <Tag size={14} /> Tag
        </Button>
      )}
      <Menu
        label="Export as"
        trigger={
          <Button isDisabled={exporting !== null}>
            <Download size={14} /> {exporting ?? 'Export'}
          </Button>
        }
        onAction={(format) => void run(targetNow(), format as ExportFormat)}
      >
        <MenuItem id="mlflow">MLflow JSON lines</MenuItem>
        <MenuItem id="otlp">OTLP JSON lines</MenuItem>
      </Menu>
      {exporting !== null && <Button onPress={cancel}>Cancel</Button>}
      {!selection.all && a !== undefined && b !== undefined && ids.length === 2 && (
        <Button onPress={() => navigate(toCompare(experimentId, { a, b }))}>
          <Columns2 size={14} /> Compare
        </Button>
      )}
      {may.delete && (
        <Button look="danger" onPress={() => open('delete')}>
          <Trash2 size={14} /> Delete
        </Button>
      )}
      <IconButton label="Select nothing" onPress={() => onSelection(NOTHING_SELECTED)}>
        <X size={14} />
      </IconButton>
      {dialog === 'tag' && (
        <TagDialog
          target={target}
          experimentId={experimentId}
          onClose={() => setDialog(null)}
          onDone={onChanged}
        />
      )}
      {dialog === 'delete' && (
        <DeleteDialog
          target={target}
          onClose={() => setDialog(null)}
          onDone={() => {
            onSelection(NOTHING_SELECTED);
            onChanged();
          }}
        />
      )}
    </div>
  );
}
