import type { SpanBody } from '../../api/types';
import { Badge, StateBadge } from '../../components/badge/Badge';
import { CopyButton } from '../../components/copy/CopyButton';
import { TypeIcon } from '../../components/icons/TypeIcon';
import { Plain } from '../../components/text/Plain';
import { cost, count, durationOfNanos } from '../../lib/format/format';
import type { SpanFacts } from './facts';
import styles from './SpanHeader.module.css';

interface SpanHeaderProps {
  readonly facts: SpanFacts;
  readonly spanId: string;
  /** Null while it loads. */
  readonly body: SpanBody | null;
  readonly find: string;
}

/** What a span is, in a few lines. */
export function SpanHeader({ facts, spanId, body, find }: SpanHeaderProps) {
  const message = body?.status.message;
  return (
    <header className={styles['header']}>
      <div className={styles['title']}>
        <TypeIcon type={facts.type} size={18} />
        <h2 className={styles['name']}>
          {facts.name ? <Plain text={facts.name} find={find} /> : <i>without a name</i>}
        </h2>
        <Badge>{facts.type}</Badge>
        <StateBadge state={facts.runs ? 'IN_PROGRESS' : facts.status} />
      </div>
      {message && (
        <p className={styles['message']} data-error={facts.status === 'ERROR'}>
          <Plain text={message} find={find} />
        </p>
      )}
      <dl className={styles['facts']}>
        <Fact name="Duration">{facts.runs ? 'running' : durationOfNanos(facts.duration)}</Fact>
        <Fact name="Start" title="After the start of the trace">
          {facts.start === null ? '–' : after(facts.start)}
        </Fact>
        {(facts.inputTokens !== null || facts.outputTokens !== null) && (
          <Fact name="Tokens">
            {facts.inputTokens === null ? '–' : count(facts.inputTokens)} in,{' '}
            {facts.outputTokens === null ? '–' : count(facts.outputTokens)} out
          </Fact>
        )}
        {facts.cost !== null && (
          <Fact name="Cost" title="In US dollars">
            {cost(facts.cost)}
          </Fact>
        )}
        {facts.model && (
          <Fact name="Model">
            <Plain text={facts.model} />
          </Fact>
        )}
        <Fact name="Span">
          <code>{spanId}</code>
          <CopyButton label="Copy span id" text={spanId} />
        </Fact>
      </dl>
    </header>
  );
}

function after(nanos: number): string {
  return nanos < 0 ? durationOfNanos(nanos) : `+${durationOfNanos(nanos)}`;
}

interface FactProps {
  readonly name: string;
  readonly title?: string;
  readonly children: React.ReactNode;
}

function Fact({ name, title, children }: FactProps) {
  return (
    <div className={styles['fact']} title={title}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
