/** The part of an assessment that says its value; what `api/types` calls an Assessment fits. */
export interface Judged {
  readonly feedback?: { readonly value?: unknown; readonly error?: unknown } | null;
  readonly expectation?: { readonly value?: unknown; readonly serialized_value?: unknown } | null;
}

export interface Summary {
  /** The value in a few words. */
  readonly label: string;
  /** Whether it speaks for the trace, against it, or neither. */
  readonly tone: 'ok' | 'error' | 'warning' | 'neutral';
}

const LONGEST = 60;
const GOOD = /^(yes|true|pass|passed|correct|good|thumbs_up)$/i;
const BAD = /^(no|false|fail|failed|incorrect|bad|thumbs_down)$/i;

/** The value of a feedback or an expectation; undefined when there is none, as of a feedback that failed. */
export function valueOf({ feedback, expectation }: Judged): unknown {
  if (feedback) return feedback.value;
  if (!expectation) return undefined;
  const packed = expectation.serialized_value;
  if (packed === undefined || packed === null) return expectation.value;
  const text = (packed as { value?: unknown }).value;
  try {
    return typeof text === 'string' ? (JSON.parse(text) as unknown) : text;
  } catch {
    return text;
  }
}

/** What a table or a badge says of an assessment. */
export function summary(assessment: Judged): Summary {
  const error = assessment.feedback?.error;
  if (error !== undefined && error !== null) {
    const code = (error as { error_code?: unknown }).error_code;
    return { label: `Failed: ${typeof code === 'string' ? code : 'error'}`, tone: 'warning' };
  }
  const value = valueOf(assessment);
  const tone = assessment.feedback ? toneOf(value) : 'neutral';
  return { label: labelOf(value), tone };
}

function toneOf(value: unknown): Summary['tone'] {
  if (value === true || (typeof value === 'string' && GOOD.test(value))) return 'ok';
  if (value === false || (typeof value === 'string' && BAD.test(value))) return 'error';
  return 'neutral';
}

function labelOf(value: unknown): string {
  if (value === undefined || value === null) return '–';
  if (value === true) return 'Yes';
  if (value === false) return 'No';
  if (typeof value === 'number') return String(Number(value.toPrecision(4)));
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return text.length > LONGEST ? text.slice(0, LONGEST - 1) + '…' : text;
}
