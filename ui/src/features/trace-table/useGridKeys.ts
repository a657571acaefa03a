import type { KeyboardEvent } from 'react';
import { useKeys } from '../../components/keys/useKeys';

interface GridKeys {
  /** The row that the focus is on; -1 for none. */
  readonly active: number;
  /** The first row in sight. */
  readonly first: number;
  readonly inSight: number;
  readonly rows: number;
  readonly goTo: (index: number) => void;
  /** Opens the active row; aside in another tab. */
  readonly open: (aside: boolean) => void;
  readonly select: (range: boolean) => void;
  /** Selects all from the active row to another one. */
  readonly extend: (to: number) => void;
  readonly leave: () => void;
}

/** The keys of the table: those of a grid while it has the focus, and letters from anywhere. */
export function useGridKeys(grid: GridKeys): (event: KeyboardEvent<HTMLElement>) => void {
  const { active, goTo } = grid;
  useKeys('Traces', [
    { keys: 'j', does: 'Next trace', run: () => goTo(active + 1) },
    { keys: 'k', does: 'Previous trace', run: () => goTo(active - 1) },
    { keys: 'x', does: 'Select the trace, or not', run: () => grid.select(false) },
  ]);
  return (event) => {
    // Keys of what is in the grid are its own.
    if (event.target !== event.currentTarget) return;
    const to = target(event.key, grid);
    if (to !== null) {
      event.preventDefault();
      if (event.shiftKey && active !== -1) grid.extend(Math.max(0, to));
      goTo(to);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      grid.open(event.ctrlKey || event.metaKey);
    } else if (event.key === ' ') {
      event.preventDefault();
      grid.select(event.shiftKey);
    } else if (event.key === 'Escape') {
      grid.leave();
    }
  };
}

/** The row that a key goes to; null when it goes to none. */
function target(key: string, { active, first, inSight, rows }: GridKeys): number | null {
  switch (key) {
    case 'ArrowDown':
      return active === -1 ? first : active + 1;
    case 'ArrowUp':
      return active === -1 ? first : active - 1;
    case 'PageDown':
      return Math.max(active, 0) + inSight;
    case 'PageUp':
      return active - inSight;
    case 'Home':
      return 0;
    case 'End':
      return rows - 1;
    default:
      return null;
  }
}
