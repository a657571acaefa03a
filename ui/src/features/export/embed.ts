import { ISLAND } from '../../lib/trace-file/read';

/** What stands in the viewer where the trace belongs. */
const PLACE = `<script type="application/json" id="${ISLAND}"></script>`;

/**
 * The parts of a page that shows a trace without a server: the viewer with the trace's JSON in it. Whatever the JSON says, it cannot end its
 * script or begin a comment: no `<` is left in it, and within JSON a `<` only stands in strings, where it may be written as an escape.
 *
 * @param viewer the page `viewer.html` of the build
 */
export function embed(viewer: string, json: string): readonly string[] {
  const at = viewer.indexOf(PLACE);
  if (at < 0) {
    throw new Error('The viewer of this build has no place for a trace.');
  }
  const open = PLACE.slice(0, PLACE.indexOf('</'));
  return [
    viewer.slice(0, at),
    open,
    json.replaceAll('<', '\\u003c'),
    '</script>',
    viewer.slice(at + PLACE.length),
  ];
}
