import { type JsonOutline, type Row, startOf } from '../../lib/json/outline';
import { parentRow } from '../../lib/json/path';
import { isContainer } from './useOutline';

export interface Move {
  readonly row: Row;
  /** Whether the row is opened or closed, rather than gone to. */
  readonly toggle: boolean;
}

const to = (target: Row | null): Move | null => target && { row: target, toggle: false };

/** What a key does in a tree, as the ARIA practices have it; null when it is none of a tree. */
export function moved(key: string, place: number, outline: JsonOutline): Move | null {
  const row = outline.row(place);
  const last = outline.rowCount - 1;
  switch (key) {
    case 'ArrowDown':
      return to(outline.row(Math.min(place + 1, last)));
    case 'ArrowUp':
      return to(outline.row(Math.max(place - 1, 0)));
    case 'PageDown':
      return to(outline.row(Math.min(place + 20, last)));
    case 'PageUp':
      return to(outline.row(Math.max(place - 20, 0)));
    case 'Home':
      return to(outline.row(0));
    case 'End':
      return to(outline.row(last));
    case 'ArrowRight':
      if (!row) return null;
      if (row.open) return to(outline.row(place + 1));
      return opens(row) ? { row, toggle: true } : to(row);
    case 'ArrowLeft':
      if (!row) return null;
      return row.open ? { row, toggle: true } : to(parentRow(row.parent) ?? row);
    case 'Enter':
    case ' ':
      return row && (row.open || opens(row)) ? { row, toggle: true } : null;
    default:
      return null;
  }
}

function opens(row: Row): boolean {
  return row.kind === 'child' && isContainer(row.parent.text[startOf(row)]);
}
