import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { indexAt, JsonOutline, type OpenNode, type Row, startOf } from '../../lib/json/outline';
import { inSlices } from '../../lib/slices/slices';

/** Characters that are read before the clock is looked at. */
const STEP = 1 << 15;
/** A text up to this length is opened by itself, as long as there are not too many rows. */
const SMALL = 1 << 18;
const ROWS_AT_FIRST = 60;
const LEVELS_AT_FIRST = 4;

/** The opened parts of a JSON text, and what opens and closes them without holding up the page. */
export function useOutline(text: string) {
  const outline = useMemo(() => new JsonOutline(text), [text]);
  const [, tell] = useState(0);
  const ended = useRef(new AbortController());
  const changed = useCallback(() => tell((before) => before + 1), []);

  const scan = useCallback(
    (node: OpenNode) => inSlices(() => outline.scan(node, STEP), changed, ended.current.signal),
    [outline, changed],
  );

  useEffect(() => {
    const controller = new AbortController();
    ended.current = controller;
    void inSlices(() => outline.scan(outline.root, STEP), changed, controller.signal).then(
      (done) => {
        if (done && text.length <= SMALL) {
          openFirst(outline);
          changed();
        }
      },
    );
    return () => controller.abort();
  }, [outline, text, changed]);

  const open = useCallback(
    async (row: Row, how: 'children' | 'string' | 'inner' = 'children'): Promise<OpenNode> => {
      const node =
        how === 'string'
          ? outline.openString(row)
          : how === 'inner'
            ? outline.openInner(row)
            : outline.open(row);
      changed();
      await scan(node);
      return node;
    },
    [outline, scan, changed],
  );

  const close = useCallback(
    (node: OpenNode) => {
      outline.close(node);
      changed();
    },
    [outline, changed],
  );

  /** Opens what has a place of the text; gives the row that has it. */
  const reveal = useCallback(
    async (place: number): Promise<Row | null> => {
      let node = outline.root;
      for (;;) {
        const index = indexAt(node, place);
        if (index < 0) return null;
        outline.showAround(node, index);
        const row = outline.row(outline.placeOf(node, index));
        if (!row || node.pieces) return row;
        const first = node.text[startOf(row)];
        const inValue = place > startOf(row);
        if (inValue && (first === '{' || first === '[')) {
          node = row.open ?? (await open(row));
        } else if (inValue && first === '"' && isLong(row, place) && !row.open) {
          node = await open(row, 'string');
        } else if (row.open?.pieces && inValue) {
          node = row.open;
        } else {
          return row;
        }
      }
    },
    [outline, open],
  );

  const more = useCallback(
    (node: OpenNode, where: 'earlier' | 'more') => {
      outline.showMore(node, where);
      changed();
    },
    [outline, changed],
  );

  return { outline, open, close, reveal, more };
}

/** So much of a string is shown before it is opened. */
export const STRING_SHOWN = 400;

function isLong(row: Row, place: number): boolean {
  return place - startOf(row) > STRING_SHOWN;
}

/** Opens a small text level by level, as long as all fits on a screen or so. */
function openFirst(outline: JsonOutline): void {
  for (let level = 0; level < LEVELS_AT_FIRST; level++) {
    for (let place = 0; place < outline.rowCount && outline.rowCount < ROWS_AT_FIRST; place++) {
      const row = outline.row(place);
      const first = row && row.parent.text[startOf(row)];
      if (row?.kind === 'child' && row.depth === level && !row.open && isContainer(first)) {
        outline.scan(outline.open(row), SMALL);
      }
    }
  }
}

export function isContainer(first: string | null | undefined): boolean {
  return first === '{' || first === '[';
}
