import type { Assessment } from '../../api/types';
import { Badge, type Tone } from '../../components/badge/Badge';

/** What was said of a turn: valid feedback by its name and value. */
export function FeedbackChips({ assessments }: { readonly assessments: readonly Assessment[] }) {
  const valid = assessments.filter((each) => each.valid && each.feedback);
  return (
    <>
      {valid.map((each) => {
        const value = each.feedback?.value;
        return (
          <Badge
            key={each.assessment_id}
            tone={toneOf(value)}
            title={`${each.assessment_name}, by ${each.source?.source_id || each.source?.source_type || 'unknown'}${each.rationale ? `: ${each.rationale}` : ''}`}
          >
            {each.assessment_name}: {wordOf(value)}
          </Badge>
        );
      })}
    </>
  );
}

function toneOf(value: unknown): Tone {
  if (value === true || value === 'yes') return 'ok';
  return value === false || value === 'no' ? 'error' : 'neutral';
}

const LONGEST = 40;

function wordOf(value: unknown): string {
  if (value === undefined || value === null) return 'error';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST ? text.slice(0, LONGEST) + '…' : text;
}
