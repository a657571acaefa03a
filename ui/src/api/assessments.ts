import * as v from 'valibot';
import { ask, send } from './client';
import { Assessment } from './types';

/** Assessments by MLflow's own routes. */

const Answer = v.object({ assessment: Assessment });

const path = (traceId: string, id?: string): string =>
  `api/3.0/mlflow/traces/${encodeURIComponent(traceId)}/assessments${id ? '/' + encodeURIComponent(id) : ''}`;

/** @param assessment in MLflow's wire form, without an id */
export const createAssessment = async (
  traceId: string,
  assessment: Readonly<Record<string, unknown>>,
): Promise<Assessment> => (await ask(Answer, path(traceId), { body: { assessment } })).assessment;

/** Changes the fields that are given, and no others. */
export const updateAssessment = async (
  traceId: string,
  id: string,
  fields: Readonly<Record<string, unknown>>,
): Promise<Assessment> =>
  (
    await ask(Answer, path(traceId, id), {
      method: 'PATCH',
      body: {
        assessment: { assessment_id: id, trace_id: traceId, ...fields },
        update_mask: Object.keys(fields).join(','),
      },
    })
  ).assessment;

export const deleteAssessment = async (traceId: string, id: string): Promise<void> => {
  await send(path(traceId, id), { method: 'DELETE' });
};
