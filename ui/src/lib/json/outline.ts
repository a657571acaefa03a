import { pieceAt } from '../text/pieces';
import { JsonScanner } from './scanner';
import { decoded, stringPieces } from './strings';

/** So many children are shown at once; rows before and behind them show more. */
export const PAGE = 20_000;

/** A value that has been opened: an object, a list, or a string shown whole or as the JSON that it holds. */
export interface OpenNode {
  readonly parent: OpenNode | null;
  /** Its place among the children of its parent. */
  readonly index: number;
  readonly depth: number;
  /** The text that its children stand in: another one for JSON within a string. */
  readonly text: string;
  /** Finds its children; null of a string that is shown in pieces. */
  readonly scanner: JsonScanner | null;
  /** Where the pieces of a string begin. */
  readonly pieces: Uint32Array | null;
  /** Its opened children in their order. */
  readonly kids: OpenNode[];
  /** The first of its children that is shown. */
  first: number;
  /** The end (exclusive) of those that may be shown. */
  shown: number;
  /** How many rows are below it. */
  rows: number;
}

/** A row: a child of an opened value, a piece of a string, or what shows more children, before or behind. */
export interface Row {
  readonly parent: OpenNode;
  readonly index: number;
  readonly depth: number;
  readonly kind: 'child' | 'piece' | 'earlier' | 'more';
  /** The opened value that it is the head of. */
  readonly open: OpenNode | null;
}

/**
 * Which parts of a JSON text are opened, and the rows that they make. Nothing is parsed but what is opened, and of that but the places of its
 * children.
 */
export class JsonOutline {
  /** The whole text: its rows are the children of an object or a list. */
  readonly root: OpenNode;
  /** Changes with each change of the rows. */
  version = 0;

  constructor(readonly text: string) {
    this.root = node(null, 0, text, new JsonScanner(text, 0, true), null);
  }

  get rowCount(): number {
    return this.root.rows;
  }

  /** Goes on to find the children of an opened value; gives whether all are found. */
  scan(of: OpenNode, characters: number): boolean {
    const done = of.scanner?.run(characters) ?? true;
    this.recount(of);
    return done;
  }

  /** Opens the object or the list of a row; its children have to be scanned then. */
  open(row: Row): OpenNode {
    return (
      row.open ??
      this.add(
        row,
        node(
          row.parent,
          row.index,
          row.parent.text,
          new JsonScanner(row.parent.text, startOf(row)),
          null,
        ),
      )
    );
  }

  /** Shows all of a long string, in pieces. */
  openString(row: Row): OpenNode {
    const { text } = row.parent;
    const pieces = stringPieces(text, startOf(row) + 1, endOf(row) - 1);
    return row.open ?? this.add(row, node(row.parent, row.index, text, null, pieces));
  }

  /** Opens the JSON that a string holds. */
  openInner(row: Row): OpenNode {
    const inner = decoded(row.parent.text, startOf(row) + 1, endOf(row) - 1);
    return (
      row.open ??
      this.add(row, node(row.parent, row.index, inner, new JsonScanner(inner, 0, true), null))
    );
  }

  private add(row: Row, opened: OpenNode): OpenNode {
    const { kids } = row.parent;
    const after = kids.findIndex((kid) => kid.index > row.index);
    kids.splice(after < 0 ? kids.length : after, 0, opened);
    this.recount(opened);
    return opened;
  }

  close(opened: OpenNode): void {
    const kids = opened.parent?.kids;
    if (!kids || !opened.parent) return;
    kids.splice(kids.indexOf(opened), 1);
    this.grow(opened.parent, -opened.rows);
  }

  /** Shows more of the children, behind or before those that are shown. */
  showMore(of: OpenNode, where: 'earlier' | 'more'): void {
    if (where === 'more') of.shown += PAGE;
    else of.first = Math.max(0, of.first - PAGE);
    this.recount(of);
  }

  /** Shows a child that is not among those that are shown, and its neighbours. */
  showAround(of: OpenNode, index: number): void {
    if (index >= of.first && index < of.shown) return;
    of.first = Math.max(0, index - PAGE / 2);
    of.shown = of.first + PAGE;
    const kept = of.kids.filter((kid) => kid.index >= of.first && kid.index < of.shown);
    of.kids.splice(0, of.kids.length, ...kept);
    this.recount(of);
  }

  private recount(of: OpenNode): void {
    const below = of.kids.reduce((sum, kid) => sum + kid.rows, 0);
    this.grow(of, ownRows(of) + below - of.rows);
  }

  private grow(from: OpenNode, by: number): void {
    for (let at: OpenNode | null = from; at; at = at.parent) at.rows += by;
    this.version++;
  }

  row(place: number): Row | null {
    let at = place;
    let parent = this.root;
    if (at < 0 || at >= parent.rows) return null;
    for (;;) {
      const inside = kidAt(parent, at);
      if (!inside.kid) return rowOf(parent, inside.index);
      if (inside.index < 0) return rowOf(parent, inside.kid.index);
      parent = inside.kid;
      at = inside.index;
    }
  }

  /** The place of a row; what is in a closed part has none, and gives the row that hides it. */
  placeOf(parent: OpenNode, index: number): number {
    let place = within(parent, index);
    for (let at = parent; at.parent; at = at.parent) place += within(at.parent, at.index) + 1;
    return place;
  }
}

function node(
  parent: OpenNode | null,
  index: number,
  text: string,
  scanner: JsonScanner | null,
  pieces: Uint32Array | null,
): OpenNode {
  const depth = parent ? parent.depth + 1 : 0;
  return { parent, index, depth, text, scanner, pieces, kids: [], first: 0, shown: PAGE, rows: 0 };
}

function countOf({ scanner, pieces }: OpenNode): number {
  return pieces ? pieces.length - 1 : (scanner?.children.count ?? 0);
}

function ownRows(of: OpenNode): number {
  const count = countOf(of);
  const shown = Math.min(count, of.shown) - of.first;
  return before(of) + shown + (count > of.shown ? 1 : 0);
}

/** How many rows stand before the first child that is shown. */
function before(of: OpenNode): number {
  return of.first > 0 ? 1 : 0;
}

/** The row of a child below its parent's. */
function within(parent: OpenNode, index: number): number {
  let rows = before(parent) + Math.min(index, parent.shown) - parent.first;
  for (const kid of parent.kids) {
    if (kid.index >= index) break;
    rows += kid.rows;
  }
  return rows;
}

/** What is at a row below a value: a child, or an opened child with the row below it (-1: its head). */
function kidAt(parent: OpenNode, at: number): { kid: OpenNode | null; index: number } {
  let below = 0;
  for (const kid of parent.kids) {
    const head = before(parent) + kid.index - parent.first + below;
    if (at < head) break;
    if (at <= head + kid.rows) return { kid, index: at - head - 1 };
    below += kid.rows;
  }
  return { kid: null, index: at - below - before(parent) + parent.first };
}

function rowOf(parent: OpenNode, index: number): Row {
  const kind =
    index < parent.first
      ? 'earlier'
      : index >= parent.shown && countOf(parent) > parent.shown
        ? 'more'
        : parent.pieces
          ? 'piece'
          : 'child';
  const open = parent.kids.find((kid) => kid.index === index) ?? null;
  return { parent, index, depth: parent.depth, kind, open };
}

export function startOf({ parent, index }: Row): number {
  return parent.scanner?.children.start(index) ?? parent.pieces?.[index] ?? 0;
}

/** The end (exclusive) of a value; the end of what has been read while it is not known. */
export function endOf({ parent, index }: Row): number {
  return (
    (parent.scanner ? parent.scanner.children.endOf(index) : parent.pieces?.[index + 1]) ||
    (parent.scanner?.at ?? parent.text.length)
  );
}

/** Whether all of a value has been read. */
export function isKnown({ parent, index }: Row): boolean {
  return !parent.scanner || parent.scanner.children.endOf(index) > 0;
}

/** The name of a child of an object, its number in a list. */
export function keyOf({ parent, index }: Row): string | number {
  const children = parent.scanner?.children;
  const start = children?.keyStart(index) ?? 0;
  return children && start > 0
    ? decoded(parent.text, start + 1, children.keyEnd(index) - 1)
    : index;
}

/** The row below an opened value that has a place of its text. */
export function indexAt(of: OpenNode, place: number): number {
  return of.pieces ? pieceAt(of.pieces, place) : (of.scanner?.children.at(place) ?? -1);
}
