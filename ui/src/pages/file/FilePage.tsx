import { Button } from '../../components/button/Button';
import { Loading, Nothing, Notice } from '../../components/notice/Notice';
import { useTitle } from '../../components/useTitle';
import { useUrlState } from '../../components/useUrlState';
import TraceExplorer from '../../features/trace-explorer/TraceExplorer';
import { OpenButton } from '../../features/trace-file/OpenButton';
import { choose, useOpenedFile } from '../../features/trace-file/openedFile';
import { bytes, count } from '../../lib/format/format';
import { traceView } from '../../lib/urls/views';
import styles from './FilePage.module.css';
import { FileTraces } from './FileTraces';

/** The traces of a file that was dropped or chosen: read in this browser, without a server. */
export default function FilePage() {
  const { file, reading, error, chosen } = useOpenedFile();
  const [view, setView] = useUrlState(traceView);
  const trace = chosen === null ? undefined : file?.traces[chosen];
  useTitle(trace ? null : (file?.name ?? 'Open a file'));
  if (reading !== null) return <Loading what={reading} />;
  if (!file) {
    return (
      <>
        <h1 className="visually-hidden">Open a file</h1>
        {error && (
          <Notice tone="error" title={`${error.name} cannot be shown`}>
            {error.message}
          </Notice>
        )}
        <Nothing title="Open traces from a file">
          <p>
            Drop a file anywhere on the page, or choose one: MLflow JSON (one trace, or one a line),
            an OTLP JSON request, or an HTML export. It is read in this browser and sent nowhere.
          </p>
          <OpenButton primary />
        </Nothing>
      </>
    );
  }
  const several = file.traces.length > 1;
  return (
    <div className={styles['page']}>
      <header className={styles['header']}>
        <strong className={styles['name']} title={file.name}>
          {file.name}
        </strong>
        <span className={styles['facts']}>
          {file.contents.format} · {bytes(file.bytes)} · {count(file.traces.length)}{' '}
          {several ? 'traces' : 'trace'}
        </span>
        <span className={styles['actions']}>
          {several && trace && <Button onPress={() => choose(null)}>All traces of the file</Button>}
          <OpenButton />
        </span>
      </header>
      {file.contents.notes.map((note) => (
        <Notice key={note} tone="warning" title={note} />
      ))}
      {trace ? (
        <TraceExplorer
          key={trace.key}
          source={trace}
          view={view}
          onView={setView}
          experimentId={null}
        />
      ) : (
        <FileTraces
          traces={file.contents.traces}
          onChoose={(index) => {
            setView(traceView.decode(''));
            choose(index);
          }}
        />
      )}
    </div>
  );
}
