import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { useState } from 'react';
import { I18nProvider } from 'react-aria-components';
import { Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import { Notice } from '../components/notice/Notice';
import { ToastRegion } from '../components/toast/ToastRegion';
import { useTitle } from '../components/useTitle';
import TraceExplorer from '../features/trace-explorer/TraceExplorer';
import { FileTrace } from '../features/trace-file/FileTrace';
import { MemoryTraceStore } from '../features/trace-file/TraceStore';
import { type TraceView, traceView } from '../lib/urls/views';
import { Help } from './Help';
import { ThemeMenu } from './ThemeMenu';
import styles from './Viewer.module.css';

const queries = new QueryClient({
  defaultOptions: { queries: { retry: false, staleTime: Infinity } },
});

/** Links within the UI lead nowhere without a server: the page stays as it is. */
const here = memoryLocation({ path: '/', static: true });

/** The page of an exported trace: all that it shows is in it, and it asks nobody. */
export function Viewer({ text }: { readonly text: string }) {
  const [opened] = useState(() => read(text));
  const [view, setView] = useState<TraceView>(() =>
    traceView.decode(window.location.hash.slice(1)),
  );
  useTitle(opened.trace ? null : opened.name);
  const change = (part: Partial<TraceView>) =>
    setView((before) => {
      const after = { ...before, ...part };
      // What is looked at stays in the address: a reload comes back to it.
      window.history.replaceState(null, '', `#${traceView.encode(after).slice(1)}`);
      return after;
    });
  return (
    <QueryClientProvider client={queries}>
      <I18nProvider locale="en-GB">
        <Router hook={here.hook} searchHook={here.searchHook}>
          <div className={styles['page']}>
            <header className={styles['header']}>
              <strong>Spanloom</strong>
              <span className={styles['about']}>An exported trace: this page asks no server</span>
              <span className={styles['end']}>
                <ThemeMenu />
                <Help />
              </span>
            </header>
            <main className={styles['main']}>
              {opened.trace ? (
                <TraceExplorer
                  source={opened.trace}
                  view={view}
                  onView={change}
                  experimentId={null}
                />
              ) : (
                <Notice tone="error" title="There is no trace in this page">
                  {opened.error}
                </Notice>
              )}
            </main>
          </div>
          <ToastRegion />
        </Router>
      </I18nProvider>
    </QueryClientProvider>
  );
}

interface Opened {
  readonly name: string;
  readonly trace: FileTrace | null;
  readonly error: string | null;
}

function read(text: string): Opened {
  try {
    const store = new MemoryTraceStore(text);
    const summary = store.contents.traces[0];
    if (!summary) return { name: 'Trace', trace: null, error: 'The list of traces is empty.' };
    const trace = new FileTrace(store, summary, 0, 'page');
    return { name: summary.info.name ?? summary.info.traceId, trace, error: null };
  } catch (e) {
    return { name: 'Trace', trace: null, error: e instanceof Error ? e.message : String(e) };
  }
}
