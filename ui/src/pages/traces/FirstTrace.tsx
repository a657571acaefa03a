import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { url } from '../../api/client';
import { config } from '../../api/queries';
import { CopyButton } from '../../components/copy/CopyButton';
import { type TabItem, Tabs } from '../../components/tabs/Tabs';
import styles from './FirstTrace.module.css';
import { type Snippet, snippets } from './snippets';

interface FirstTraceProps {
  readonly experimentId: string;
  readonly connected: boolean | null;
}

/** What an experiment without traces shows: lines that send the first one here. */
export function FirstTrace({ experimentId, connected }: FirstTraceProps) {
  const { data } = useQuery({
    queryKey: ['config'],
    queryFn: ({ signal }) => config(signal),
    staleTime: Infinity,
  });
  const [chosen, setChosen] = useState('java');
  const all = snippets({
    address: url('').replace(/\/$/, ''),
    experimentId,
    version: data?.version ?? '…',
  });
  return (
    <div className={styles['page']}>
      <div className={styles['box']}>
        <h1>No trace in this experiment yet</h1>
        <p className={styles['lead']}>
          Send one with these lines; it will show here by itself.
          {data?.tokens === true &&
            ' This server wants a token: set MLFLOW_TRACKING_TOKEN, or the header Authorization: Bearer …'}
        </p>
        <div className={styles['tabs']}>
          <Tabs label="Language" selected={chosen} onSelect={setChosen} items={all.map(tabOf)} />
        </div>
        <p className={styles['waiting']} role="status">
          <span className={styles['dot']} data-on={connected === true} aria-hidden="true" />
          {connected === true
            ? 'Waiting for the first trace…'
            : connected === false
              ? 'The server is away. It is asked again.'
              : 'Connecting…'}
        </p>
      </div>
    </div>
  );
}

const tabOf = (snippet: Snippet): TabItem => ({
  id: snippet.id,
  label: snippet.title,
  panel: () => <Lines snippet={snippet} />,
});

function Lines({ snippet }: { readonly snippet: Snippet }) {
  return (
    <div className={styles['parts']}>
      {snippet.parts.map((part) => (
        <section key={part.title} className={styles['part']}>
          <header>
            <h2>{part.title}</h2>
            <CopyButton label={`Copy ${part.title}`} text={part.text} />
          </header>
          {/* Long lines scroll: by keys, too. */}
          <pre tabIndex={0}>{part.text}</pre>
        </section>
      ))}
    </div>
  );
}
