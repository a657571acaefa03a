import { useMemo } from 'react';
import { usePreference } from '../../components/usePreference';

/** What the reader wants to see of the timeline. */
export interface Options {
  /** Long idle gaps are drawn short. */
  readonly compress: boolean;
  readonly critical: boolean;
  readonly self: boolean;
}

export const OPTION_NAMES: Record<keyof Options, string> = {
  compress: 'Draw long idle gaps short',
  critical: 'Mark the critical path',
  self: 'Show the self time of spans',
};

const DEFAULTS: Options = { compress: true, critical: false, self: false };

export function useOptions(): readonly [Options, (options: Options) => void] {
  const [stored, set] = usePreference<Partial<Options>>('trace.options', DEFAULTS);
  const options = useMemo(() => ({ ...DEFAULTS, ...stored }), [stored]);
  return [options, set];
}
