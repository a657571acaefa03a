import { useCommands } from '../../components/commands/useCommands';
import { useKeys } from '../../components/keys/useKeys';
import type { Doings } from './useDoings';

/** The keys of tree and timeline, and the commands of the palette that do the same. */
export function useExplorerKeys(
  doings: Doings,
  toSearch: () => void,
  escape: () => void,
  flip: { readonly critical: () => void; readonly timeline: () => void },
): void {
  useKeys('Tree', [
    { keys: 'ArrowUp', does: 'Previous span, with the focus on the tree', run: null },
    { keys: 'ArrowDown', does: 'Next span', run: null },
    { keys: 'ArrowLeft', does: 'Close a span, or go to its parent', run: null },
    { keys: 'ArrowRight', does: 'Open a span, or go to its first child', run: null },
    { keys: 'Home', does: 'First span', run: null },
    { keys: 'End', does: 'Last span', run: null },
    { keys: '[', does: 'Close all spans', run: doings.closeAll },
    { keys: ']', does: 'Open all spans', run: doings.openAll },
    { keys: 'o', does: 'Close one level', run: doings.closeLevel },
    { keys: 'p', does: 'Open one level', run: doings.openLevel },
    { keys: 'Shift+F', does: 'This span and what is below it, or all again', run: doings.focus },
    { keys: '.', does: 'Next span that failed', run: doings.nextError },
    { keys: '/', does: 'Find in this trace', run: toSearch },
    { keys: 'n', does: 'Next match', run: doings.nextMatch },
    { keys: 'Shift+N', does: 'Previous match', run: doings.previousMatch },
    { keys: 'c', does: 'Copy the link to this span', run: doings.copyLink },
    { keys: 'Escape', does: 'End the search, then the view of a part', run: escape },
  ]);
  useKeys('Timeline', [
    { keys: 'w', does: 'Zoom in', run: doings.zoomIn },
    { keys: 's', does: 'Zoom out', run: doings.zoomOut },
    { keys: 'a', does: 'Earlier', run: doings.left },
    { keys: 'd', does: 'Later', run: doings.right },
    { keys: 'f', does: 'Show the whole time', run: doings.fit },
  ]);
  useCommands([
    { id: 'trace.find', title: 'Find in this trace', shortcut: '/', run: toSearch },
    { id: 'trace.error', title: 'Next span that failed', shortcut: '.', run: doings.nextError },
    {
      id: 'trace.focus',
      title: 'Show this span and what is below it alone',
      shortcut: 'F',
      run: doings.focus,
    },
    { id: 'trace.openAll', title: 'Open all spans', shortcut: ']', run: doings.openAll },
    { id: 'trace.closeAll', title: 'Close all spans', shortcut: '[', run: doings.closeAll },
    { id: 'trace.fit', title: 'Show the whole time', shortcut: 'f', run: doings.fit },
    { id: 'trace.critical', title: 'Mark the critical path, or not', run: flip.critical },
    { id: 'trace.timeline', title: 'Show the timeline, or the tree alone', run: flip.timeline },
    {
      id: 'trace.copyLink',
      title: 'Copy the link to this span',
      shortcut: 'c',
      run: doings.copyLink,
    },
  ]);
}
