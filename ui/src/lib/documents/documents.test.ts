import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentsOf, rerankedOf } from './documents';
import { embeddedTexts, norm, vectorsOf } from './vectors';

describe('documentsOf', () => {
  it('reads the documents that MLflow recorded', () => {
    const documents = documentsOf([
      {
        page_content: 'The content of the document...',
        metadata: {
          doc_uri: 'path/to/document.md',
          chunk_id: 'chunk_001',
          relevance_score: 0.95,
          source: 'knowledge_base',
        },
        id: 'doc_123',
      },
      { page_content: 'Another', metadata: {}, id: null },
    ]);
    expect(documents).toHaveLength(2);
    expect(documents?.[0]).toEqual({
      content: 'The content of the document...',
      id: 'doc_123',
      uri: 'path/to/document.md',
      chunkId: 'chunk_001',
      score: 0.95,
      metadata: [['source', 'knowledge_base']],
      before: null,
    });
  });

  it('does not take messages or numbers for documents', () => {
    expect(documentsOf([{ role: 'user', content: 'Hi' }])).toBeNull();
    expect(documentsOf([1, 2])).toBeNull();
    expect(documentsOf([])).toBeNull();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.jsonValue(), (inputs, outputs) => {
        documentsOf(outputs);
        rerankedOf(inputs, outputs);
        vectorsOf(outputs);
        embeddedTexts(inputs);
      }),
    );
  });
});

describe('rerankedOf', () => {
  it('tells the place before, by the content or by the index', () => {
    const documents = ['a', 'b', 'c'];
    const byContent = rerankedOf({ documents: documents.map((content) => ({ content })) }, [
      { content: 'c' },
      { content: 'a' },
    ]);
    expect(byContent?.map(({ content, before }) => [content, before])).toEqual([
      ['c', 2],
      ['a', 0],
    ]);
    const byIndex = rerankedOf(
      { query: 'q', documents },
      { results: [{ index: 1, relevance_score: 0.9 }] },
    );
    expect(byIndex?.[0]).toMatchObject({ content: 'b', before: 1, score: 0.9 });
  });
});

describe('vectorsOf', () => {
  it('finds vectors wherever providers put them', () => {
    expect(vectorsOf([3, 4])).toEqual([[3, 4]]);
    expect(vectorsOf({ data: [{ index: 0, embedding: [1, 2] }, { embedding: [3] }] })).toEqual([
      [1, 2],
      [3],
    ]);
    expect(vectorsOf('AAAA')).toBeNull();
    expect(norm([3, 4])).toBe(5);
  });

  it('finds the texts that were embedded', () => {
    expect(embeddedTexts({ model: 'm', input: ['a', 'b'] })).toEqual(['a', 'b']);
  });
});
