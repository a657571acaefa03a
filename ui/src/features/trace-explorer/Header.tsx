import { Info } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog, DialogTrigger, Link, Popover } from 'react-aria-components';
import type { TraceHead } from '../../api/types';
import { StateBadge } from '../../components/badge/Badge';
import { Button } from '../../components/button/Button';
import { CopyButton } from '../../components/copy/CopyButton';
import { cost, count, dateTime, durationOfMillis, short } from '../../lib/format/format';
import { matchOf } from '../../lib/query/clauses';
import { print } from '../../lib/query/print';
import { toSession, toTraces } from '../../lib/urls/paths';
import styles from './Header.module.css';

interface HeaderProps {
  readonly head: TraceHead;
  readonly experimentId: string | null;
  readonly now: number | null;
  readonly onCopyLink: () => void;
  readonly actions?: ReactNode;
}

/** What a trace is, in one line, and what can be done with it. */
export function Header({ head, experimentId, now, onCopyLink, actions }: HeaderProps) {
  const { info } = head;
  const { tokens } = info;
  const duration = info.duration_ms ?? (now === null ? null : Math.max(0, now - info.time_ms));
  return (
    <header className={styles['header']}>
      <div className={styles['title']}>
        <h1 title={info.name ?? undefined}>
          <bdi>{info.name || 'Trace without a name'}</bdi>
        </h1>
        <StateBadge state={info.state} />
        <span className={styles['id']}>
          <code>{info.trace_id}</code>
          <CopyButton label="Copy trace id" text={info.trace_id} />
        </span>
        <span className={styles['actions']}>
          <Details head={head} />
          {experimentId !== null && <Button onPress={onCopyLink}>Copy link</Button>}
          {actions}
        </span>
      </div>
      <dl className={styles['facts']}>
        <Fact name="Started">{dateTime(info.time_ms)}</Fact>
        <Fact name="Duration">{durationOfMillis(duration)}</Fact>
        <Fact name="Spans">{count(head.stored_spans)}</Fact>
        {tokens && (
          <Fact name="Tokens">
            <span title={`${count(tokens.input)} in, ${count(tokens.output)} out`}>
              {short(tokens.input)} in, {short(tokens.output)} out
            </span>
          </Fact>
        )}
        {info.cost && <Fact name="Cost">{cost(info.cost.total)}</Fact>}
        {info.session !== null && (
          <Fact name="Session">
            {experimentId === null ? (
              info.session
            ) : (
              <Link href={toSession(experimentId, info.session, info.trace_id)}>
                {info.session}
              </Link>
            )}
          </Fact>
        )}
        {info.user !== null && (
          <Fact name="User">
            {experimentId === null ? (
              info.user
            ) : (
              <Link href={toTraces(experimentId, { q: print(matchOf('user', info.user)) })}>
                {info.user}
              </Link>
            )}
          </Fact>
        )}
      </dl>
    </header>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** Tags and metadata: those of the reader first, those that a store adds for itself behind. */
function Details({ head }: { readonly head: TraceHead }) {
  const { tags, metadata, client_request_id: request } = head.info;
  const all = Object.keys(tags).length + Object.keys(metadata).length;
  return (
    <DialogTrigger>
      <Button>
        <Info size={14} aria-hidden="true" />
        Tags and metadata ({count(all)})
      </Button>
      <Popover className={styles['popover'] ?? ''} offset={4}>
        <Dialog aria-label="Tags and metadata" className={styles['details'] ?? ''}>
          {request !== null && (
            <Entries title="Request" entries={{ 'client request id': request }} />
          )}
          <Entries title="Tags" entries={tags} />
          <Entries title="Metadata" entries={metadata} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

function Entries({
  title,
  entries,
}: {
  readonly title: string;
  readonly entries: Readonly<Record<string, string>>;
}) {
  const sorted = Object.entries(entries).toSorted(
    ([a], [b]) => own(a) - own(b) || a.localeCompare(b),
  );
  return (
    <section>
      <h3>{title}</h3>
      {sorted.length === 0 && <p className={styles['none']}>None</p>}
      <dl className={styles['entries']}>
        {sorted.map(([key, value]) => (
          <div key={key}>
            <dt>{key}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** Whether MLflow or a store has set it, not the reader's program. */
function own(key: string): number {
  return key.startsWith('mlflow.') ? 1 : 0;
}
