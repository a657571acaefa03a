import { Link2 } from 'lucide-react';
import { Link } from 'wouter';
import { Awaiting, lazily } from '../../components/lazily/lazily';
import type { TraceRow } from '../../api/types';
import { StateBadge } from '../../components/badge/Badge';
import { Button } from '../../components/button/Button';
import { CopyButton } from '../../components/copy/CopyButton';
import { Plain } from '../../components/text/Plain';
import { cost, count, dateTime, durationOfMillis } from '../../lib/format/format';
import { mayBeCut, ofPreview, type Spoken } from '../../lib/session/message';
import { toTrace } from '../../lib/urls/paths';
import { FeedbackChips } from './FeedbackChips';
import styles from './SessionPage.module.css';
import { useWhole } from './useWhole';

const Markdown = lazily(() => import('../../components/markdown/Markdown'));

interface TurnProps {
  readonly experimentId: string;
  readonly turn: TraceRow;
  readonly number: number;
}

/** The most characters that a preview has in a list of traces. */
const PREVIEW = 256;

/** What was asked, what was answered, and the facts of the trace. */
export function Turn({ experimentId, turn, number }: TurnProps) {
  const short = [turn.request, turn.response].some(
    (text) => text !== null && (mayBeCut(text, PREVIEW) || ofPreview(text).json),
  );
  const whole = useWhole(turn, short);
  const request = whole.data?.request ?? (turn.request === null ? null : ofPreview(turn.request));
  const response =
    whole.data?.response ?? (turn.response === null ? null : ofPreview(turn.response));
  const link = toTrace(experimentId, turn.trace_id);
  return (
    <article className={styles['turn']} aria-label={`Turn ${number}`}>
      <header className={styles['line']}>
        <Link href={link} className={styles['number']} title="Open the trace">
          Turn {number}
        </Link>
        <StateBadge state={turn.state} />
        <span>{dateTime(turn.time_ms)}</span>
        <span>{durationOfMillis(turn.duration_ms)}</span>
        {turn.tokens && <span>{count(turn.tokens.total)} tokens</span>}
        {turn.cost && <span>{cost(turn.cost.total)}</span>}
        <span className={styles['name']}>{turn.name}</span>
        <FeedbackChips assessments={turn.assessments} />
        <span className={styles['end']}>
          <CopyButton label="Copy trace id" text={turn.trace_id} />
          <Link href={link} className={styles['open']}>
            <Link2 size={13} aria-hidden="true" />
            Open trace
          </Link>
        </span>
      </header>
      <Bubble who="user" said={request} />
      <Bubble who="assistant" said={response} failed={turn.state === 'ERROR'} />
      {short && !whole.data && (
        <p className={styles['cut']} role="status">
          {whole.error ? (
            `The whole messages could not be loaded: ${whole.error.message}`
          ) : whole.isFetching ? (
            'Loading the whole messages…'
          ) : (
            <>
              These are the first {PREVIEW} characters at most.{' '}
              <Button look="quiet" onPress={() => void whole.refetch()}>
                Load the whole messages
              </Button>
            </>
          )}
        </p>
      )}
      {whole.data?.note && <p className={styles['cut']}>{whole.data.note}</p>}
    </article>
  );
}

interface BubbleProps {
  readonly who: 'user' | 'assistant';
  readonly said: Spoken | null;
  readonly failed?: boolean;
}

function Bubble({ who, said, failed = false }: BubbleProps) {
  return (
    <div className={styles['bubble']} data-who={who} data-failed={failed}>
      <span className={styles['who']}>{who === 'user' ? 'User' : 'Assistant'}</span>
      {said === null || said.text === '' ? (
        <p className={styles['none']}>
          {who === 'user'
            ? 'Nothing was recorded.'
            : failed
              ? 'It failed without an answer.'
              : 'No answer was recorded.'}
        </p>
      ) : said.json ? (
        <pre className={styles['json']}>
          <Plain text={said.text} />
        </pre>
      ) : (
        <Awaiting fallback={<p className={styles['text']}>{said.text}</p>}>
          <div className={styles['markdown']}>
            <Markdown text={said.text} />
          </div>
        </Awaiting>
      )}
    </div>
  );
}
