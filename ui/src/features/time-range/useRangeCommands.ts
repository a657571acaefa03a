import { useCommands } from '../../components/commands/useCommands';
import { PRESETS, type TimeRange } from '../../lib/time-range/range';

/** Offers the usual time ranges in the palette. */
export function useRangeCommands(onChange: (range: TimeRange) => void): void {
  useCommands(
    PRESETS.map(({ from, label }) => ({
      id: `time.${from ?? 'all'}`,
      title: `Time: ${label.toLowerCase()}`,
      run: () => onChange({ from, to: null }),
    })),
  );
}
