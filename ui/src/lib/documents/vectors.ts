import { isObject } from '../chat/taken';

/** Vectors in the shapes in which embeddings are answered; null when there are none. */
export function vectorsOf(value: unknown): readonly (readonly number[])[] | null {
  if (isVector(value)) return [value];
  if (isObject(value)) {
    for (const name of ['data', 'embeddings', 'embedding', 'predictions', 'values', 'vector']) {
      const vectors = vectorsOf(value[name]);
      if (vectors) return vectors;
    }
    return null;
  }
  if (!Array.isArray(value) || value.length === 0) return null;
  const each = (value as unknown[]).map((one) => vectorsOf(one));
  return each.every((one) => one !== null) ? each.flat() : null;
}

function isVector(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.length > 0 && value.every((one) => typeof one === 'number');
}

/** The length of a vector. */
export function norm(vector: readonly number[]): number {
  return Math.sqrt(vector.reduce((sum, one) => sum + one * one, 0));
}

/** The texts that were embedded, where they can be told. */
export function embeddedTexts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return (value as unknown[]).flatMap(embeddedTexts);
  if (!isObject(value)) return [];
  for (const name of ['input', 'inputs', 'texts', 'text', 'contents', 'content', 'query']) {
    const texts = embeddedTexts(value[name]);
    if (texts.length > 0) return texts;
  }
  return [];
}
