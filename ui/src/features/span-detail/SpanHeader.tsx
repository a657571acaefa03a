import type { SpanBody } from '../../api/types';
import { Badge, StateBadge } from '../../components/badge/Badge';
import { CopyButton } from '../../components/copy/CopyButton';
import { TypeIcon } from '../../components/icons/TypeIcon';
import { Plain } from '../../components/text/Plain';
import { useScrolls } from '../../components/useScrolls';
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
  const { ref, scrolls } = useScrolls<HTMLHeadingElement>();
  return (
    <header className={styles['header']}>
      <div className={styles['title']}>
        <TypeIcon type={facts.type} size={18} />
        <h2 className={styles['name']} ref={ref} tabIndex={scrolls ? 0 : undefined}>
          {facts.name ? <Plain text={facts.name} find={find} /> : <i>without a name</i>}
        </h2>
        <Badge>{facts.type}</Badge>
        <StateBadge state={facts.runs ? 'IN_PROGRESS' : facts.status} />
      </div>
      {message && (
        <Message error={facts.status === 'ERROR'}>
          <Plain text={message} find={find} />
        </Message>
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

interface MessageProps {
  readonly error: boolean;
  readonly children: React.ReactNode;
}

function Message({ error, children }: MessageProps) {
  const { ref, scrolls } = useScrolls<HTMLParagraphElement>();
  return (
    <p
      ref={ref}
      className={styles['message']}
      data-error={error}
      tabIndex={scrolls ? 0 : undefined}
    >
      {children}
    </p>
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
