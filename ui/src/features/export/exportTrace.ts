import { send } from '../../api/client';
import { save } from '../../components/save/save';
import { toast } from '../../components/toast/toasts';
import { embed } from './embed';

/** How a trace can leave: `html` is one page that shows it without a server. */
export type ExportFormat = 'mlflow' | 'otlp' | 'html';

export const EXPORTS: readonly {
  readonly format: ExportFormat;
  readonly name: string;
  readonly about: string;
}[] = [
  { format: 'mlflow', name: 'MLflow JSON', about: 'As Trace.to_json writes it' },
  { format: 'otlp', name: 'OTLP JSON', about: 'A request that any OpenTelemetry backend takes' },
  { format: 'html', name: 'HTML page', about: 'One file that shows the trace without a server' },
];

/** Downloads a trace of the server; says so when that fails. */
export async function exportTrace(traceId: string, format: ExportFormat): Promise<void> {
  try {
    const parts = format === 'html' ? await page(traceId) : [await json(traceId, format)];
    const type = format === 'html' ? 'text/html' : 'application/json';
    const name = `${traceId}.${format === 'html' ? 'html' : `${format}.json`}`;
    save(name, new Blob([...parts], { type }));
  } catch (e) {
    toast(`The export failed: ${e instanceof Error ? e.message : String(e)}`, { tone: 'error' });
  }
}

async function page(traceId: string): Promise<readonly string[]> {
  const [viewer, trace] = await Promise.all([
    send('viewer.html').then((response) => response.text()),
    json(traceId, 'mlflow'),
  ]);
  return embed(viewer, trace);
}

async function json(traceId: string, format: 'mlflow' | 'otlp'): Promise<string> {
  const path = `ui-api/1/traces/${encodeURIComponent(traceId)}/export?format=${format}`;
  return (await send(path)).text();
}
