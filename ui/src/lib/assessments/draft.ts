export type ValueKind = 'boolean' | 'number' | 'text' | 'json';

/** What is typed into the form of an assessment. */
export interface Draft {
  readonly kind: 'feedback' | 'expectation';
  readonly name: string;
  readonly valueKind: ValueKind;
  /** As it is typed; `true` or `false` of a yes and no. */
  readonly value: string;
  readonly rationale: string;
  /** Who says so. */
  readonly user: string;
}

export const EMPTY: Draft = {
  kind: 'feedback',
  name: '',
  valueKind: 'boolean',
  value: '',
  rationale: '',
  user: '',
};

/** Fields of a draft that cannot be saved so, with what is wrong. */
export type Faults = Partial<Record<keyof Draft, string>>;

export function faultsOf(draft: Draft): Faults {
  const faults: Faults = {};
  if (!draft.name.trim()) faults.name = 'A name is needed, such as correctness.';
  if (!draft.user.trim()) faults.user = 'Say who you are.';
  const wrong = faultOfValue(draft);
  if (wrong) faults.value = wrong;
  return faults;
}

function faultOfValue({ valueKind, value, kind }: Draft): string | null {
  switch (valueKind) {
    case 'boolean':
      return value === 'true' || value === 'false' ? null : 'Choose yes or no.';
    case 'number':
      return value.trim() !== '' && Number.isFinite(Number(value)) ? null : 'Type a number.';
    case 'text':
      return value === '' ? 'Type a value.' : null;
    case 'json':
      return faultOfJson(value, kind);
  }
}

function faultOfJson(value: string, kind: Draft['kind']): string | null {
  try {
    const parsed: unknown = JSON.parse(value);
    return parsed === null && kind === 'expectation' ? 'An expectation cannot be null.' : null;
  } catch (e) {
    return `Not JSON: ${e instanceof Error ? e.message : String(e)}`;
  }
}

/** The value of a draft without faults. */
export function valueIn({ valueKind, value }: Draft): unknown {
  switch (valueKind) {
    case 'boolean':
      return value === 'true';
    case 'number':
      return Number(value);
    case 'text':
      return value;
    case 'json':
      return JSON.parse(value) as unknown;
  }
}

/** How a value is typed. */
export function typed(value: unknown): Pick<Draft, 'valueKind' | 'value'> {
  if (typeof value === 'boolean') return { valueKind: 'boolean', value: String(value) };
  if (typeof value === 'number') return { valueKind: 'number', value: String(value) };
  if (typeof value === 'string') return { valueKind: 'text', value };
  return { valueKind: 'json', value: JSON.stringify(value ?? null, null, 2) };
}

/** The value as MLflow takes it: expectations that are lists or objects go as text. */
export function wireValue(draft: Draft): Record<string, unknown> {
  const value = valueIn(draft);
  if (draft.kind === 'feedback') return { feedback: { value } };
  const packed = typeof value === 'object';
  return {
    expectation: packed
      ? {
          serialized_value: {
            serialization_format: 'JSON_FORMAT',
            value: JSON.stringify(value),
          },
        }
      : { value },
  };
}
