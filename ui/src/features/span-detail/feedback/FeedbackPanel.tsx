import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { Assessment } from '../../../api/types';
import { Kbd } from '../../../components/badge/Kbd';
import { Button } from '../../../components/button/Button';
import { Dialog } from '../../../components/dialog/Dialog';
import { Nothing } from '../../../components/notice/Notice';
import { toast } from '../../../components/toast/toasts';
import { useMay } from '../../access/useMay';
import { EMPTY, typed } from '../../../lib/assessments/draft';
import { standing } from '../../../lib/assessments/history';
import { valueOf } from '../../../lib/assessments/summary';
import { assessmentsOf } from '../facts';
import type { PanelProps } from '../panel';
import { AssessmentCard } from './AssessmentCard';
import { AssessmentForm } from './AssessmentForm';
import styles from './Feedback.module.css';
import { useAssessments } from './useAssessments';

type Form =
  { readonly kind: 'new' } | { readonly kind: 'edit' | 'replace'; readonly of: Assessment };

const NEW: Form = { kind: 'new' };

/** What people, judges and programs say of a span; on a root, of the trace, too. */
export default function FeedbackPanel(props: PanelProps) {
  const { source, head, spanId, facts, find, asked, onAsked } = props;
  const may = useMay(source.writable);
  const { all, create, update, remove } = useAssessments(source, head);
  const [chosen, setForm] = useState<Form | null>(null);
  const form = chosen ?? (asked && may.assess ? NEW : null);
  const close = () => {
    setForm(null);
    onAsked();
  };
  const [doomed, setDoomed] = useState<Assessment | null>(null);
  const shown = standing(assessmentsOf(all, spanId, facts.isRoot));

  return (
    <div className={styles['panel']}>
      <div className={styles['top']}>
        <h3>Feedback and expectations</h3>
        {may.assess ? (
          <Button onPress={() => setForm(NEW)}>
            <Plus size={14} />
            Add <Kbd>e</Kbd>
          </Button>
        ) : (
          <span className={styles['about']}>
            {source.writable ? 'Your token may not give feedback' : 'A file can be read only'}
          </span>
        )}
      </div>
      {form && (
        <AssessmentForm
          key={form.kind === 'new' ? 'new' : form.kind + form.of.assessment_id}
          title={TITLES[form.kind]}
          first={form.kind === 'new' ? EMPTY : draftOf(form.of)}
          fixed={form.kind !== 'new'}
          canBeTrace={form.kind === 'new' && facts.isRoot}
          onClose={close}
          onSave={async (draft, ofTrace) => {
            if (form.kind === 'edit') await update(form.of, draft);
            else if (form.kind === 'replace') await create(draft, form.of.span_id, form.of);
            else await create(draft, ofTrace ? null : spanId, null);
            toast(`Saved ${draft.name.trim()}.`);
          }}
        />
      )}
      {shown.length === 0 && !form && (
        <Nothing title="No feedback">
          <p>Nobody has said anything of this span{facts.isRoot && ' or its trace'} so far.</p>
        </Nothing>
      )}
      {shown.map((one) => (
        <AssessmentCard
          key={one.current.assessment_id}
          standing={one}
          saysAbout={facts.isRoot}
          find={find}
          onEdit={may.assess ? (of) => setForm({ kind: 'edit', of }) : null}
          onReplace={(of) => setForm({ kind: 'replace', of })}
          onDelete={setDoomed}
        />
      ))}
      {doomed && <Delete one={doomed} remove={remove} onClose={() => setDoomed(null)} />}
    </div>
  );
}

const TITLES = { new: 'New assessment', edit: 'Edit', replace: 'Override' };

function draftOf(one: Assessment) {
  return {
    ...EMPTY,
    ...typed(valueOf(one)),
    kind: one.expectation ? ('expectation' as const) : ('feedback' as const),
    name: one.assessment_name,
    rationale: one.rationale ?? '',
  };
}

interface DeleteProps {
  readonly one: Assessment;
  readonly remove: (one: Assessment) => Promise<void>;
  readonly onClose: () => void;
}

function Delete({ one, remove, onClose }: DeleteProps) {
  const [failure, setFailure] = useState<string | null>(null);
  const run = async () => {
    try {
      await remove(one);
      toast(`Deleted ${one.assessment_name}.`);
      onClose();
    } catch (e) {
      setFailure(e instanceof Error ? e.message : String(e));
    }
  };
  return (
    <Dialog
      title={`Delete ${one.assessment_name}?`}
      isOpen
      onClose={onClose}
      size="s"
      actions={
        <>
          <Button onPress={onClose}>Keep</Button>
          <Button look="danger" onPress={() => void run()}>
            Delete
          </Button>
        </>
      }
    >
      <p>
        It cannot be undone.
        {one.overrides && ' The value that it replaced will hold again.'}
      </p>
      {failure && (
        <p className={styles['failure']} role="alert">
          Not deleted: {failure}
        </p>
      )}
    </Dialog>
  );
}
