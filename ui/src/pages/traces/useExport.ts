import { useEffect, useRef, useState } from 'react';
import { type ExportFormat, exportTraces, type Target } from '../../api/bulk';
import { save } from '../../components/save/save';
import { toast } from '../../components/toast/toasts';
import { bytes } from '../../lib/format/format';

/** Exports traces into a file, and says how much has come. */
export function useExport() {
  const [exporting, setExporting] = useState<string | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);
  const run = async (target: Target, format: ExportFormat): Promise<void> => {
    const control = new AbortController();
    running.current = control;
    setExporting('Exporting…');
    try {
      const file = await exportTraces(
        target,
        format,
        (so) => setExporting(`Exporting: ${bytes(so)}`),
        control.signal,
      );
      save(`traces.${format}.jsonl`, file);
      toast(`Exported: ${bytes(file.size)}.`);
    } catch (e) {
      if (!control.signal.aborted) {
        const words = e instanceof Error ? e.message : String(e);
        toast(`The export has failed: ${words}`, { tone: 'error' });
      }
    } finally {
      setExporting(null);
    }
  };
  return { exporting, run, cancel: () => running.current?.abort() };
}
