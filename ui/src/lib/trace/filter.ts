import { NO_TYPE, Status } from '../skeleton/skeleton';
import type { TraceTree } from './tree';

/** What spans have to be like to be shown. */
export interface SpanFilter {
  /** Only these types; empty for all. `UNKNOWN` is without a type, too. */
  readonly types: readonly string[];
  /** Not these types. */
  readonly hide: readonly string[];
  /** A text in the name, whatever the case. */
  readonly name: string;
  readonly leastNanos: number | null;
  readonly errorsOnly: boolean;
}

export const NO_FILTER: SpanFilter = {
  types: [],
  hide: [],
  name: '',
  leastNanos: null,
  errorsOnly: false,
};

export interface Filtered {
  /** 0 hidden, 1 shown because of something below it, 2 itself what is asked for. */
  readonly keep: Uint8Array;
  readonly matches: number;
  readonly hidden: number;
  readonly hiddenErrors: number;
  /** For each span that is shown, how many are hidden right below it, with what is below them. */
  readonly pruned: Int32Array;
  readonly prunedErrors: Int32Array;
}

function filters(filter: SpanFilter): boolean {
  return (
    filter.types.length > 0 ||
    filter.hide.length > 0 ||
    filter.name !== '' ||
    filter.leastNanos !== null ||
    filter.errorsOnly
  );
}

/** Which spans a filter leaves, with the parents of each; null when it leaves all. */
export function applyFilter(tree: TraceTree, filter: SpanFilter, focus: number): Filtered | null {
  if (!filters(filter)) return null;
  const { skeleton, count, order, parent } = tree;
  const typeWanted = wantedTypes(skeleton.types, filter);
  const nameWanted = filter.name === '' ? null : wordsWith(skeleton.words, filter.name);
  const least = filter.leastNanos;
  const keep = new Uint8Array(count);
  const first = focus < 0 ? 0 : tree.at[focus]!;
  const end = focus < 0 ? count : first + tree.size[focus]!;
  let matches = 0;
  for (let place = end - 1; place >= first; place--) {
    const span = order[place]!;
    if (
      typeWanted[skeleton.type[span]!] === 1 &&
      (nameWanted === null || nameWanted[skeleton.name[span]!] === 1) &&
      // What runs still may take long: it is not hidden.
      (least === null || !(skeleton.duration[span]! < least)) &&
      (!filter.errorsOnly || skeleton.status[span] === Status.error)
    ) {
      keep[span] = 2;
      matches++;
    }
    if (keep[span] !== 0 && parent[span]! >= 0) keep[parent[span]!]! ||= 1;
  }
  // The one that is looked at stays, whatever it is like.
  if (focus >= 0) keep[focus]! ||= 1;
  return { keep, matches, ...hiddenOf(tree, keep, first, end) };
}

function hiddenOf(tree: TraceTree, keep: Uint8Array, first: number, end: number) {
  const pruned = new Int32Array(tree.count);
  const prunedErrors = new Int32Array(tree.count);
  let hidden = 0;
  let hiddenErrors = 0;
  let top = -1;
  for (let place = first; place < end; place++) {
    const span = tree.order[place]!;
    if (keep[span] !== 0) continue;
    // Hidden spans below a hidden one follow it: all belong to the last one shown above.
    const above = tree.parent[span]!;
    if (above < 0 || keep[above] !== 0) top = above;
    const error = tree.skeleton.status[span] === Status.error ? 1 : 0;
    hidden++;
    hiddenErrors += error;
    if (top >= 0) {
      pruned[top]!++;
      prunedErrors[top]! += error;
    }
  }
  return { hidden, hiddenErrors, pruned, prunedErrors };
}

function wantedTypes(types: readonly string[], filter: SpanFilter): Uint8Array {
  const wanted = new Uint8Array(256);
  const decide = (type: string) =>
    (filter.types.length === 0 || filter.types.includes(type)) && !filter.hide.includes(type);
  types.forEach((type, place) => {
    wanted[place] = decide(type) ? 1 : 0;
  });
  wanted[NO_TYPE] = decide('UNKNOWN') ? 1 : 0;
  return wanted;
}

/** For each word whether the text is in it, whatever the case. */
function wordsWith(words: readonly string[], text: string): Uint8Array {
  const wanted = text.toLowerCase();
  const has = new Uint8Array(words.length);
  for (let word = 0; word < words.length; word++) {
    if (words[word]!.toLowerCase().includes(wanted)) has[word] = 1;
  }
  return has;
}

/** For each span whether the text is in its name; null for an empty text. */
export function namesWith(tree: TraceTree, text: string): Uint8Array | null {
  if (text === '') return null;
  const words = wordsWith(tree.skeleton.words, text);
  const has = new Uint8Array(tree.count);
  for (let span = 0; span < tree.count; span++) has[span] = words[tree.skeleton.name[span]!]!;
  return has;
}
