import { Pencil, Repeat2, Trash2 } from 'lucide-react';
import type { Assessment } from '../../../api/types';
import { Badge } from '../../../components/badge/Badge';
import { IconButton } from '../../../components/button/Button';
import { Fold } from '../../../components/fold/Fold';
import { Plain } from '../../../components/text/Plain';
import type { Standing } from '../../../lib/assessments/history';
import { summary, valueOf } from '../../../lib/assessments/summary';
import { dateTime } from '../../../lib/format/format';
import { Json } from '../chat/Json';
import styles from './Feedback.module.css';

interface AssessmentCardProps {
  readonly standing: Standing<Assessment>;
  /** Whether both those of the span and those of the trace are shown. */
  readonly saysAbout: boolean;
  readonly find: string;
  readonly onEdit: ((one: Assessment) => void) | null;
  readonly onReplace: (one: Assessment) => void;
  readonly onDelete: (one: Assessment) => void;
}

/** An assessment that holds, with what it has replaced. */
export function AssessmentCard(props: AssessmentCardProps) {
  const { standing, saysAbout, find, onEdit, onReplace, onDelete } = props;
  const { current, replaced } = standing;
  const name = current.assessment_name;
  return (
    <article className={styles['card']} aria-label={name}>
      <header className={styles['head']}>
        <strong>
          <Plain text={name} find={find} />
        </strong>
        <Value one={current} />
        {current.expectation && <span className={styles['about']}>expectation</span>}
        {!current.valid && <Badge tone="warning">replaced</Badge>}
        {saysAbout && (
          <span className={styles['about']}>{current.span_id ? 'this span' : 'whole trace'}</span>
        )}
        {onEdit && (
          <span className={styles['actions']}>
            {current.source?.source_type === 'HUMAN' && current.valid && (
              <IconButton label={`Edit ${name}`} onPress={() => onEdit(current)}>
                <Pencil size={14} />
              </IconButton>
            )}
            {current.valid && (
              <IconButton label={`Override ${name}`} onPress={() => onReplace(current)}>
                <Repeat2 size={14} />
              </IconButton>
            )}
            <IconButton label={`Delete ${name}`} onPress={() => onDelete(current)}>
              <Trash2 size={14} />
            </IconButton>
          </span>
        )}
      </header>
      <Said one={current} find={find} />
      {replaced.length > 0 && (
        <Fold
          title={replaced.length === 1 ? '1 earlier value' : `${replaced.length} earlier values`}
        >
          {() =>
            replaced.map((before) => (
              <div key={before.assessment_id} className={styles['before']}>
                <Value one={before} />
                <Said one={before} find={find} />
              </div>
            ))
          }
        </Fold>
      )}
    </article>
  );
}

function Value({ one }: { readonly one: Assessment }) {
  const { label, tone } = summary(one);
  return (
    <Badge tone={tone}>
      <Plain text={label} />
    </Badge>
  );
}

const SOURCES: Record<string, string> = { HUMAN: 'Human', LLM_JUDGE: 'LLM judge', CODE: 'Code' };

/** Who says it, when, why, and what does not fit a badge. */
function Said({ one, find }: { readonly one: Assessment; readonly find: string }) {
  const value = valueOf(one);
  const time = Date.parse(one.last_update_time ?? one.create_time ?? '');
  const type = one.source?.source_type ?? '';
  const error = one.feedback?.error;
  return (
    <div className={styles['said']}>
      <p className={styles['about']}>
        {SOURCES[type] ?? (type || 'Unknown source')}
        {one.source?.source_id && (
          <>
            {' '}
            <Plain text={one.source.source_id} />
          </>
        )}
        {Number.isFinite(time) && `, ${dateTime(time)}`}
      </p>
      {one.rationale && (
        <p className={styles['rationale']}>
          <Plain text={one.rationale} find={find} />
        </p>
      )}
      {typeof value === 'string' && value.length > 60 && (
        <p className={styles['rationale']}>
          <Plain text={value} find={find} />
        </p>
      )}
      {typeof value === 'object' && value !== null && (
        <Json value={value} label={`Value of ${one.assessment_name}`} find={find} />
      )}
      {!!error && <Json value={error} label="Error" find={find} />}
      {Object.keys(one.metadata).length > 0 && (
        <Fold title="Metadata">
          {() => <Json value={one.metadata} label="Metadata" find={find} />}
        </Fold>
      )}
    </div>
  );
}
