import { emptyColumns, MISSING, NO_TYPE, ROOT, type Skeleton, Status } from '../skeleton/skeleton';
import type { TraceRecord } from './types';

const STATUS = { UNSET: Status.unset, OK: Status.ok, ERROR: Status.error } as const;
const MOST_WORDS = 65_535;

/** The skeleton of a trace of a file, as a server would send it. */
export function skeletonOf({ info, spans }: TraceRecord): Skeleton {
  const n = spans.length;
  const words = new Words();
  const types: string[] = [];
  const startNs = spans.reduce(
    (least, span) => (span.startNs < least ? span.startNs : least),
    spans[0]?.startNs ?? 0n,
  );
  const places = new Map(spans.map((span, place) => [span.spanId, place]));
  const skeleton = {
    traceId: info.traceId,
    experimentId: info.experimentId,
    state: info.state,
    revision: 'file',
    startNs,
    count: n,
    loaded: n,
    complete: true,
    words: words.all,
    types,
    ...emptyColumns(n),
  };
  for (const [i, span] of spans.entries()) {
    skeleton.id[i] = BigInt('0x' + span.spanId);
    skeleton.start[i] = Number(span.startNs - startNs);
    skeleton.duration[i] = span.endNs === null ? Number.NaN : Number(span.endNs - span.startNs);
    skeleton.parent[i] = span.parentId === null ? ROOT : (places.get(span.parentId) ?? MISSING);
    skeleton.name[i] = words.place(span.name);
    skeleton.cost[i] = span.cost?.total ?? Number.NaN;
    skeleton.inputTokens[i] = span.inputTokens ?? -1;
    skeleton.outputTokens[i] = span.outputTokens ?? -1;
    const model = span.model === null ? 0 : words.place(span.model);
    skeleton.model[i] = model > MOST_WORDS ? 0 : model;
    skeleton.type[i] = placeOfType(types, span.type);
    skeleton.status[i] = STATUS[span.status];
  }
  return skeleton;
}

class Words {
  readonly all: string[] = [''];
  private readonly places = new Map<string, number>([['', 0]]);

  place(word: string): number {
    let place = this.places.get(word);
    if (place === undefined) {
      place = this.all.length;
      this.all.push(word);
      this.places.set(word, place);
    }
    return place;
  }
}

function placeOfType(types: string[], type: string | null): number {
  if (type === null) return NO_TYPE;
  const place = types.indexOf(type);
  if (place >= 0) return place;
  return types.length < NO_TYPE ? types.push(type) - 1 : NO_TYPE;
}
