import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { createAssessment, deleteAssessment, updateAssessment } from '../../../api/assessments';
import type { TraceSource } from '../../../api/source';
import type { Assessment, TraceHead } from '../../../api/types';
import { type Draft, wireValue } from '../../../lib/assessments/draft';

/** What the server has said since the head of the trace was read: null for what is deleted. */
interface News {
  readonly since: TraceHead;
  readonly changed: ReadonlyMap<string, Assessment | null>;
}

/** The assessments of a trace, and what changes them. Each change is told by the server before it is shown. */
export function useAssessments(source: TraceSource, head: TraceHead) {
  const queries = useQueryClient();
  const [news, setNews] = useState<News>({ since: head, changed: new Map() });
  const traceId = head.info.trace_id;
  const changed = news.since === head ? news.changed : new Map<string, Assessment | null>();
  const all = merged(head.info.assessments, changed);

  const tell = (changes: readonly (readonly [string, Assessment | null])[]) => {
    setNews({ since: head, changed: new Map([...changed, ...changes]) });
    // The payloads of spans have not changed.
    void queries.invalidateQueries({
      predicate: ({ queryKey: [kind, key, part] }) =>
        kind === 'trace' && key === source.key && part !== 'span' && part !== 'content',
    });
  };

  return {
    all,
    async create(draft: Draft, spanId: string | null, replaces: Assessment | null) {
      const now = new Date().toISOString();
      const saved = await createAssessment(traceId, {
        assessment_name: draft.name.trim(),
        ...(spanId === null ? {} : { span_id: spanId }),
        source: { source_type: 'HUMAN', source_id: draft.user.trim() },
        create_time: now,
        last_update_time: now,
        ...wireValue(draft),
        ...(draft.kind === 'feedback' && draft.rationale ? { rationale: draft.rationale } : {}),
        ...(replaces ? { overrides: replaces.assessment_id } : {}),
      });
      tell([
        ...(replaces ? [[replaces.assessment_id, { ...replaces, valid: false }] as const] : []),
        [saved.assessment_id, saved],
      ]);
    },
    async update(one: Assessment, draft: Draft) {
      const saved = await updateAssessment(traceId, one.assessment_id, {
        ...(draft.name.trim() === one.assessment_name
          ? {}
          : { assessment_name: draft.name.trim() }),
        ...wireValue(draft),
        ...(draft.kind === 'feedback' ? { rationale: draft.rationale } : {}),
      });
      tell([[one.assessment_id, saved]]);
    },
    async remove(one: Assessment) {
      await deleteAssessment(traceId, one.assessment_id);
      const before = all.find((other) => other.assessment_id === one.overrides);
      // What was replaced by it holds again.
      tell([
        [one.assessment_id, null],
        ...(before ? [[before.assessment_id, { ...before, valid: true }] as const] : []),
      ]);
    },
  };
}

function merged(
  all: readonly Assessment[],
  changed: ReadonlyMap<string, Assessment | null>,
): readonly Assessment[] {
  const known = new Set(all.map((one) => one.assessment_id));
  const now = all.map((one) =>
    changed.has(one.assessment_id) ? (changed.get(one.assessment_id) ?? null) : one,
  );
  const added = [...changed.values()].filter((one) => one && !known.has(one.assessment_id));
  return [...now, ...added].filter((one) => one !== null);
}
