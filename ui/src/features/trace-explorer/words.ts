import { count, durationOfNanos } from '../../lib/format/format';
import type { Model } from './useModel';

export function hiddenWords(hidden: number, errors: number): string {
  const spans = hidden === 1 ? '1 span is hidden' : `${count(hidden)} spans are hidden`;
  return errors === 0 ? spans : `${spans}, ${count(errors)} of them failed`;
}

/** How long a span took; of one that runs how long so far. */
export function durationWords(model: Model, span: number): string {
  const duration = model.skeleton.duration[span] ?? Number.NaN;
  if (!Number.isNaN(duration)) return durationOfNanos(duration);
  if (model.skeleton.state !== 'IN_PROGRESS') return 'no end';
  return durationOfNanos((model.times.end[span] ?? 0) - (model.times.start[span] ?? 0)) + '…';
}
