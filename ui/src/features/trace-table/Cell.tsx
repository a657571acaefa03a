import { Link } from 'wouter';
import type { TraceRow } from '../../api/types';
import { Badge, StateBadge } from '../../components/badge/Badge';
import { summary } from '../../lib/assessments/summary';
import type { Column } from '../../lib/columns/columns';
import { cost, count, dateTime, durationOfMillis } from '../../lib/format/format';
import { pieces } from '../../lib/highlight/highlight';
import { readable } from '../../lib/preview/preview';
import { toSession } from '../../lib/urls/paths';
import styles from './TraceTable.module.css';

interface CellProps {
  readonly row: TraceRow;
  readonly column: Column;
  readonly searched: readonly string[];
}

/** What a trace has in a column. */
export function Cell({ row, column, searched }: CellProps) {
  switch (column.id) {
    case 'time_ms':
      return (
        <time title={`Began ${dateTime(row.time_ms)}, local time`}>{dateTime(row.time_ms)}</time>
      );
    case 'state':
      return <StateBadge state={row.state} />;
    case 'name':
      return row.name === null ? <Unknown words="No name" /> : <Text text={row.name} />;
    case 'trace_id':
      return <code>{row.trace_id}</code>;
    case 'client_request_id':
      return <Text text={row.client_request_id} />;
    case 'request':
      return <Preview text={row.request} searched={searched} />;
    case 'response':
      return <Preview text={row.response} searched={searched} />;
    case 'duration_ms':
      return row.duration_ms === null ? <Unknown /> : durationOfMillis(row.duration_ms);
    case 'tokens':
      return row.tokens ? (
        <span title={`${count(row.tokens.input)} input, ${count(row.tokens.output)} output tokens`}>
          {count(row.tokens.total)}
        </span>
      ) : (
        <Unknown />
      );
    case 'input_tokens':
      return row.tokens ? count(row.tokens.input) : <Unknown />;
    case 'output_tokens':
      return row.tokens ? count(row.tokens.output) : <Unknown />;
    case 'cost':
      return row.cost ? (
        <span title={`$${row.cost.total}`}>{cost(row.cost.total)}</span>
      ) : (
        <Unknown />
      );
    case 'span_count':
      return row.span_count === null ? <Unknown /> : count(row.span_count);
    case 'session':
      return row.session === null ? (
        <Unknown />
      ) : (
        <Link
          href={toSession(row.experiment_id, row.session, row.trace_id)}
          className={styles['inner'] ?? ''}
          tabIndex={-1}
        >
          {row.session}
        </Link>
      );
    case 'user':
      return <Text text={row.user} />;
    default:
      return <Keyed row={row} id={column.id} />;
  }
}

function Keyed({ row, id }: { readonly row: TraceRow; readonly id: string }) {
  const family = id.slice(0, id.indexOf('.'));
  const key = id.slice(family.length + 1);
  if (family === 'tag') return <Text text={row.tags[key] ?? null} />;
  if (family === 'metadata') return <Text text={row.metadata[key] ?? null} />;
  const kind = family === 'feedback' ? 'feedback' : 'expectation';
  const those = row.assessments.filter(
    (each) => each.assessment_name === key && each[kind] !== null && each.valid,
  );
  if (those.length === 0) return <Unknown />;
  return (
    <span className={styles['badges']}>
      {those.map((each) => {
        const { label, tone } = summary(each);
        const by = each.source ? `${each.source.source_type} ${each.source.source_id}` : '';
        const why = [each.rationale, by].filter(Boolean).join('\n');
        return (
          <Badge key={each.assessment_id} tone={tone} {...(why === '' ? {} : { title: why })}>
            {label}
          </Badge>
        );
      })}
    </span>
  );
}

function Preview({
  text,
  searched,
}: {
  readonly text: string | null;
  readonly searched: readonly string[];
}) {
  if (text === null || text === '') return <Unknown />;
  return (
    <span className={styles['text']} title={text}>
      {pieces(readable(text), searched).map(({ text: piece, match, at }) =>
        match ? <mark key={at}>{piece}</mark> : piece,
      )}
    </span>
  );
}

function Text({ text }: { readonly text: string | null }) {
  if (text === null || text === '') return <Unknown />;
  return (
    <span className={styles['text']} title={text}>
      {text}
    </span>
  );
}

function Unknown({ words = '–' }: { readonly words?: string }) {
  return <span className={styles['unknown']}>{words}</span>;
}
