import { useId, useState } from 'react';
import { Button } from '../../../components/button/Button';
import { usePreference } from '../../../components/usePreference';
import { type Draft, type Faults, faultsOf, type ValueKind } from '../../../lib/assessments/draft';
import styles from './Feedback.module.css';

interface AssessmentFormProps {
  readonly title: string;
  readonly first: Draft;
  /** Whether kind and name are given: something is changed or replaced. */
  readonly fixed: boolean;
  /** Whether it can be about the whole trace, too. */
  readonly canBeTrace: boolean;
  /** Gives a promise that fails with what went wrong. */
  readonly onSave: (draft: Draft, ofTrace: boolean) => Promise<void>;
  readonly onClose: () => void;
}

const VALUE_KINDS: readonly (readonly [ValueKind, string])[] = [
  ['boolean', 'Yes or no'],
  ['number', 'Number'],
  ['text', 'Text'],
  ['json', 'JSON'],
];

/** Asks for an assessment. What is typed stays until it is saved. */
export function AssessmentForm(props: AssessmentFormProps) {
  const { title, first, fixed, canBeTrace, onSave, onClose } = props;
  const [user, rememberUser] = usePreference('user.name', '');
  const [draft, setDraft] = useState<Draft>({ ...first, user: first.user || user });
  const [ofTrace, setOfTrace] = useState(canBeTrace);
  const [faults, setFaults] = useState<Faults>({});
  const [failure, setFailure] = useState<string | null>(null);
  const [saving, setSaving] = useState(false);
  const change = (part: Partial<Draft>) => setDraft({ ...draft, ...part });

  const save = async () => {
    const wrong = faultsOf(draft);
    setFaults(wrong);
    if (Object.keys(wrong).length > 0) return;
    setSaving(true);
    setFailure(null);
    try {
      await onSave(draft, ofTrace);
      rememberUser(draft.user.trim());
      onClose();
    } catch (e) {
      setFailure(e instanceof Error ? e.message : String(e));
      setSaving(false);
    }
  };

  return (
    <form
      className={styles['form']}
      aria-label={title}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void save();
      }}
    >
      <h3>{title}</h3>
      {!fixed && (
        <Choice
          label="Kind"
          value={draft.kind}
          options={[
            ['feedback', 'Feedback'],
            ['expectation', 'Expectation'],
          ]}
          onChange={(kind) => change({ kind })}
        />
      )}
      <Field label="Name" fault={faults.name}>
        {(field) => (
          <input
            {...field}
            value={draft.name}
            disabled={fixed}
            autoFocus={!fixed}
            onChange={(event) => change({ name: event.target.value })}
          />
        )}
      </Field>
      <Choice
        label="Value as"
        value={draft.valueKind}
        options={VALUE_KINDS}
        onChange={(valueKind) => change({ valueKind })}
      />
      {draft.valueKind === 'boolean' ? (
        <Choice
          label="Value"
          value={draft.value}
          fault={faults.value}
          options={[
            ['true', 'Yes'],
            ['false', 'No'],
          ]}
          onChange={(value) => change({ value })}
        />
      ) : (
        <Field label="Value" fault={faults.value}>
          {(field) =>
            draft.valueKind === 'number' ? (
              <input
                {...field}
                inputMode="decimal"
                value={draft.value}
                onChange={(event) => change({ value: event.target.value })}
              />
            ) : (
              <textarea
                {...field}
                rows={draft.valueKind === 'json' ? 4 : 2}
                value={draft.value}
                onChange={(event) => change({ value: event.target.value })}
              />
            )
          }
        </Field>
      )}
      {draft.kind === 'feedback' && (
        <Field label="Rationale">
          {(field) => (
            <textarea
              {...field}
              rows={2}
              placeholder="Why? (may be left out)"
              value={draft.rationale}
              onChange={(event) => change({ rationale: event.target.value })}
            />
          )}
        </Field>
      )}
      {canBeTrace && (
        <Choice
          label="About"
          value={ofTrace ? 'trace' : 'span'}
          options={[
            ['trace', 'The whole trace'],
            ['span', 'This span'],
          ]}
          onChange={(about) => setOfTrace(about === 'trace')}
        />
      )}
      <Field label="Your name" fault={faults.user}>
        {(field) => (
          <input
            {...field}
            autoComplete="username"
            value={draft.user}
            onChange={(event) => change({ user: event.target.value })}
          />
        )}
      </Field>
      {failure && (
        <p className={styles['failure']} role="alert">
          Not saved: {failure}
        </p>
      )}
      <div className={styles['buttons']}>
        <Button type="submit" look="primary" isDisabled={saving}>
          {saving ? 'Saving…' : 'Save'}
        </Button>
        <Button onPress={onClose}>Cancel</Button>
      </div>
    </form>
  );
}

interface FieldProps {
  readonly label: string;
  readonly fault?: string | undefined;
  readonly children: (field: {
    id: string;
    'aria-invalid': boolean;
    'aria-describedby': string | undefined;
  }) => React.ReactNode;
}

function Field({ label, fault, children }: FieldProps) {
  const id = useId();
  return (
    <div className={styles['field']}>
      <label htmlFor={id}>{label}</label>
      {children({
        id,
        'aria-invalid': fault !== undefined,
        'aria-describedby': fault && `${id}-fault`,
      })}
      {fault && (
        <span id={`${id}-fault`} className={styles['fault']}>
          {fault}
        </span>
      )}
    </div>
  );
}

interface ChoiceProps<V extends string> {
  readonly label: string;
  readonly value: string;
  readonly options: readonly (readonly [V, string])[];
  readonly fault?: string | undefined;
  readonly onChange: (value: V) => void;
}

function Choice<V extends string>({ label, value, options, fault, onChange }: ChoiceProps<V>) {
  const name = useId();
  return (
    <fieldset className={styles['field']}>
      <legend>{label}</legend>
      <div className={styles['options']}>
        {options.map(([option, words]) => (
          <label key={option}>
            <input
              type="radio"
              name={name}
              checked={option === value}
              onChange={() => onChange(option)}
            />
            {words}
          </label>
        ))}
      </div>
      {fault && <span className={styles['fault']}>{fault}</span>}
    </fieldset>
  );
}
