import { FileUp } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useLocation } from 'wouter';
import { useCommands } from '../../components/commands/useCommands';
import styles from './DropTarget.module.css';
import { open } from './openedFile';

/** Takes files that are dropped anywhere, or chosen by the palette, and shows them. */
export function DropTarget({ children }: { readonly children: ReactNode }) {
  const [over, setOver] = useState(false);
  const [, navigate] = useLocation();
  const input = useRef<HTMLInputElement>(null);
  const take = (file: File | undefined) => {
    if (file) {
      void open(file);
      navigate('/file');
    }
  };
  const current = useRef(take);
  useEffect(() => {
    current.current = take;
  });
  useCommands([
    { id: 'file.open', title: 'Open a file of traces', run: () => input.current?.click() },
  ]);
  useEffect(() => {
    // Each element that the pointer passes enters and leaves; it has left the window when all have been left.
    let depth = 0;
    const hasFiles = (event: DragEvent) => event.dataTransfer?.types.includes('Files') ?? false;
    const enter = (event: DragEvent) => {
      if (hasFiles(event) && ++depth > 0) setOver(true);
    };
    const leave = (event: DragEvent) => {
      if (hasFiles(event) && --depth <= 0) {
        depth = 0;
        setOver(false);
      }
    };
    const move = (event: DragEvent) => {
      if (hasFiles(event)) event.preventDefault();
    };
    const drop = (event: DragEvent) => {
      if (!hasFiles(event)) return;
      event.preventDefault();
      depth = 0;
      setOver(false);
      current.current(event.dataTransfer?.files[0]);
    };
    const listeners = { dragenter: enter, dragleave: leave, dragover: move, drop } as const;
    for (const [type, listener] of Object.entries(listeners)) {
      window.addEventListener(type as 'drop', listener);
    }
    return () => {
      for (const [type, listener] of Object.entries(listeners)) {
        window.removeEventListener(type as 'drop', listener);
      }
    };
  }, []);
  return (
    <>
      {children}
      <input
        ref={input}
        type="file"
        hidden
        aria-label="File of traces"
        onChange={(event) => {
          take(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      {over && (
        <div className={styles['overlay']} role="status">
          <div className={styles['box']}>
            <FileUp size={28} aria-hidden="true" />
            <strong>Drop the file to open its traces</strong>
            <span>
              MLflow JSON, OTLP JSON or an HTML export. It is read in this browser and sent nowhere.
            </span>
          </div>
        </div>
      )}
    </>
  );
}
