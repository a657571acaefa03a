import { type ReactNode, useState } from 'react';
import type { TraceSource } from '../../api/source';
import type { TraceHead } from '../../api/types';
import { Failure, Loading, Nothing } from '../../components/notice/Notice';
import { useTitle } from '../../components/useTitle';
import type { Skeleton } from '../../lib/skeleton/skeleton';
import type { TraceView } from '../../lib/urls/views';
import { Header } from './Header';
import { Spans } from './Spans';
import styles from './TraceExplorer.module.css';
import { copyLink } from './useDoings';
import type { Connection } from './Truth';
import { useNow } from './useNow';
import { type ChangeView, useSettled } from './useSettled';
import { useTrace } from './useTrace';

export interface TraceExplorerProps {
  readonly source: TraceSource;
  readonly view: TraceView;
  readonly onView: ChangeView;
  /** Whose traces can be searched; null for a file. */
  readonly experimentId: string | null;
  /** Buttons of the owner: export, delete. */
  readonly actions?: ReactNode;
  /** Whether news come in while the trace runs. */
  readonly connection?: Connection;
  readonly deleted?: boolean;
}

/** One trace: what it is, its spans as a tree with a timeline, and one span in full. */
export default function TraceExplorer(props: TraceExplorerProps) {
  const { source, experimentId, actions, connection = null, deleted = false } = props;
  const { head, skeleton, shown, loaded } = useTrace(source);
  const [view, onView] = useSettled(props.view, props.onView);
  const runs = head.data?.info.state === 'IN_PROGRESS' && !head.data.stalled && !deleted;
  const now = useNow(runs);
  const [copySpanLink, setCopySpanLink] = useState<(() => void) | null>(null);
  useTitle(head.data ? head.data.info.name || head.data.info.trace_id : 'Trace');

  if (!head.data) {
    return head.error ? (
      <Failure error={head.error} onRetry={() => void head.refetch()} />
    ) : (
      <Loading what="the trace" />
    );
  }
  return (
    <div className={styles['explorer']}>
      <Header
        head={head.data}
        experimentId={experimentId}
        now={now}
        onCopyLink={copySpanLink ?? (() => copyLink(null))}
        actions={actions}
      />
      {skeleton.error && <Failure error={skeleton.error} onRetry={() => void skeleton.refetch()} />}
      {shown === null && !skeleton.error && <Loading what={loadingWords(head.data, loaded)} />}
      {shown !== null && (
        <Body
          {...props}
          view={view}
          onView={onView}
          head={head.data}
          skeleton={shown}
          now={connection === 'lost' ? null : now}
          connection={connection}
          deleted={deleted}
          onCopyLink={setCopySpanLink}
        />
      )}
    </div>
  );
}

interface BodyProps extends TraceExplorerProps {
  readonly head: TraceHead;
  readonly skeleton: Skeleton;
  readonly now: number | null;
  readonly connection: Connection;
  readonly deleted: boolean;
  readonly onCopyLink: (copy: () => () => void) => void;
}

function Body(props: BodyProps) {
  const { skeleton, head } = props;
  if (skeleton.count > 0) return <Spans {...props} />;
  return (
    <Nothing title="This trace has no spans">
      <p>
        {head.info.state === 'IN_PROGRESS'
          ? 'None has been written yet. They are shown as they come.'
          : 'Only what is said above was stored of it.'}
      </p>
    </Nothing>
  );
}

function loadingWords(head: TraceHead, loaded: number): string {
  const all = head.stored_spans.toLocaleString('en');
  return loaded > 0 ? `${loaded.toLocaleString('en')} of ${all} spans` : `${all} spans`;
}
