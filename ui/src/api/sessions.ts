import * as v from 'valibot';
import { ask } from './client';
import type { Scope } from './types';

const nullable = <T extends v.GenericSchema>(schema: T) => v.optional(v.nullable(schema), null);

/** A number, or the parts of one with their total. */
const total = nullable(
  v.union([
    v.number(),
    v.pipe(
      v.object({ total: v.number() }),
      v.transform((parts) => parts.total),
    ),
  ]),
);

const Session = v.object({
  session_id: v.string(),
  turns: v.number(),
  errors: v.number(),
  first_ms: v.number(),
  last_ms: v.number(),
  duration_ms: nullable(v.number()),
  tokens: total,
  cost: total,
  user: nullable(v.string()),
});
export type Session = v.InferOutput<typeof Session>;

const SessionPage = v.object({
  sessions: v.array(Session),
  next_page_token: nullable(v.string()),
});

export interface SessionSearch extends Scope {
  readonly max_results?: number;
  readonly page_token?: string;
}

/** Sessions, the one with the latest trace first. */
export const searchSessions = (search: SessionSearch, signal?: AbortSignal) =>
  ask(SessionPage, 'ui-api/1/sessions', { body: search, signal });
