import { Download } from 'lucide-react';
import { useState } from 'react';
import { exportTraces } from '../../api/bulk';
import type { Scope } from '../../api/types';
import { Button } from '../../components/button/Button';
import { Menu, MenuItem } from '../../components/menu/Menu';
import { save } from '../../components/save/save';
import { toast } from '../../components/toast/toasts';
import { bytes } from '../../lib/format/format';

interface ExportManyProps {
  readonly scope: Scope;
  /** What the file is called. */
  readonly name: string;
}

/** Downloads all traces of a scope, one a line. */
export function ExportMany({ scope, name }: ExportManyProps) {
  const [come, setCome] = useState<number | null>(null);
  const run = async (format: 'mlflow' | 'otlp') => {
    setCome(0);
    try {
      save(`${name}.${format}.jsonl`, await exportTraces(scope, format, setCome));
    } catch (e) {
      toast(`The export failed: ${e instanceof Error ? e.message : String(e)}`, { tone: 'error' });
    } finally {
      setCome(null);
    }
  };
  return (
    <Menu
      label="Export the traces"
      trigger={
        <Button isDisabled={come !== null}>
          <Download size={14} aria-hidden="true" />
          {come === null ? 'Export' : `${bytes(come)}…`}
        </Button>
      }
      onAction={(key) => void run(key as 'mlflow' | 'otlp')}
    >
      <MenuItem id="mlflow">MLflow JSON, a trace a line</MenuItem>
      <MenuItem id="otlp">OTLP JSON, a trace a line</MenuItem>
    </Menu>
  );
}
