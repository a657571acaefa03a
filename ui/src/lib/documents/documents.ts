import { isObject, Taken } from '../chat/taken';

/** A document that a retriever found, in MLflow's form. */
export interface FoundDocument {
  readonly content: string;
  readonly id: string | null;
  /** Where it is from: `metadata.doc_uri`. */
  readonly uri: string | null;
  readonly chunkId: string | null;
  /** `metadata.relevance_score`, or what other libraries call it. */
  readonly score: number | null;
  /** What else is said of it. */
  readonly metadata: readonly (readonly [string, unknown])[];
  /** Its place before it was ranked anew, from 0; null when unknown. */
  readonly before: number | null;
}

/** The documents that a span gave: a list, or an object with one; null when they are no documents. */
export function documentsOf(value: unknown): readonly FoundDocument[] | null {
  const list = isObject(value)
    ? ['documents', 'docs', 'results', 'context', 'source_documents']
        .map((name) => value[name])
        .find(Array.isArray)
    : value;
  if (!Array.isArray(list) || list.length === 0) return null;
  const documents = (list as unknown[]).map(documentOf);
  return documents.every((one) => one !== null) ? documents : null;
}

function documentOf(value: unknown): FoundDocument | null {
  if (!isObject(value)) return null;
  const fields = new Taken(value);
  const content = fields.text('page_content', 'content', 'text', 'pageContent');
  const metadata = fields.object('metadata') ?? new Taken({});
  if (content === null || (value['page_content'] === undefined && value['role'] !== undefined)) {
    return null;
  }
  const text = (...names: readonly string[]) => metadata.text(...names) ?? fields.text(...names);
  const number = (...names: readonly string[]) =>
    names.reduce<number | null>(
      (found, name) => found ?? metadata.number(name) ?? fields.number(name),
      null,
    );
  const score = number('relevance_score', 'score', 'similarity', '_score');
  const chunk = metadata.take('chunk_id', 'chunkId');
  const isPlain = typeof chunk === 'string' || typeof chunk === 'number';
  return {
    content,
    id: fields.text('id'),
    uri: text('doc_uri', 'uri', 'url'),
    chunkId: isPlain ? String(chunk) : null,
    score,
    metadata: [
      ...(chunk === undefined || isPlain ? [] : [['chunk_id', chunk] as const]),
      ...metadata.rest(),
      ...fields.rest(),
    ],
    before: null,
  };
}

/** What a reranker made of the documents that it was given; null when it cannot be told. */
export function rerankedOf(inputs: unknown, outputs: unknown): readonly FoundDocument[] | null {
  const given = documentsOf(inputs) ?? textsOf(inputs);
  const ranked = documentsOf(outputs);
  if (ranked) {
    return ranked.map((one) => {
      const before = given?.findIndex((other) => other.content === one.content) ?? -1;
      return { ...one, before: before < 0 ? null : before };
    });
  }
  const places = isObject(outputs) ? (outputs['results'] ?? outputs['data']) : outputs;
  if (!given || !Array.isArray(places) || places.length === 0) return null;
  const documents = (places as unknown[]).map((place) => placed(place, given));
  return documents.every((one) => one !== null) ? documents : null;
}

/** `{"index": 3, "relevance_score": 0.9}`. */
function placed(value: unknown, given: readonly FoundDocument[]): FoundDocument | null {
  if (!isObject(value)) return null;
  const fields = new Taken(value);
  const index = fields.number('index');
  const document = index === null ? undefined : given[index];
  if (!document) return null;
  const score = fields.number('relevance_score') ?? fields.number('score');
  return { ...document, score, before: index, metadata: [...document.metadata, ...fields.rest()] };
}

function textsOf(inputs: unknown): readonly FoundDocument[] | null {
  const list = isObject(inputs) ? inputs['documents'] : inputs;
  if (!Array.isArray(list) || !list.every((one) => typeof one === 'string')) return null;
  return (list as string[]).map((content) => ({
    content,
    id: null,
    uri: null,
    chunkId: null,
    score: null,
    metadata: [],
    before: null,
  }));
}
