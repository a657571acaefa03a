import { useEffect, useRef, useState } from 'react';
import { type ExportFormat, exportTraces, type Target } from '../../api/bulk';
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
      save(file, `traces.${format}.jsonl`);
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

function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
