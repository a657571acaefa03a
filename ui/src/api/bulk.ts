import * as v from 'valibot';
import { ask, send } from './client';
import type { Scope } from './types';

const PREFIX = 'ui-api/1';

/** Which traces something is done with: those of ids, or all of a scope. */
export type Target =
  { readonly experiment_ids: readonly string[]; readonly trace_ids: readonly string[] } | Scope;

/** @returns how many were deleted */
export const deleteTraces = async (target: Target): Promise<number> =>
  (await ask(v.object({ deleted: v.number() }), `${PREFIX}/traces/delete`, { body: target }))
    .deleted;

/** @returns how many traces have changed tags now */
export const tagTraces = async (
  target: Target,
  change: { readonly set?: Record<string, string>; readonly remove?: readonly string[] },
): Promise<number> =>
  (
    await ask(v.object({ tagged: v.number() }), `${PREFIX}/traces/tags`, {
      body: { ...target, ...change },
    })
  ).tagged;

export type ExportFormat = 'mlflow' | 'otlp';

/**
 * The traces as JSON lines.
 *
 * @param onBytes is told how much has come so far
 */
export async function exportTraces(
  target: Target,
  format: ExportFormat,
  onBytes: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<Blob> {
  const response = await send(`${PREFIX}/traces/export`, { body: { ...target, format }, signal });
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const reader = response.body?.getReader();
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done) break;
    pieces.push(value);
    bytes += value.length;
    onBytes(bytes);
  }
  return new Blob(pieces, { type: 'application/x-ndjson' });
}
