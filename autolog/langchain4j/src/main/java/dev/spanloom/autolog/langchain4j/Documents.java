package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.data.document.Metadata;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.ContentMetadata;
import dev.langchain4j.store.embedding.EmbeddingMatch;
import dev.spanloom.entities.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What retrievers and stores find, as MLflow's documents. */
final class Documents {
  /** Where the text of a segment came from, by the keys that loaders and splitters use. */
  private static final List<String> URI_KEYS = List.of("doc_uri", "url", "uri", "source");

  private static final List<String> CHUNK_KEYS = List.of("chunk_id", "index");

  private Documents() {}

  static List<Document> ofContents(List<Content> contents) {
    List<Document> documents = new ArrayList<>();
    for (Content content : contents) {
      Map<ContentMetadata, Object> said = content.metadata();
      Object score = said.get(ContentMetadata.RERANKED_SCORE);
      Object id = said.get(ContentMetadata.EMBEDDING_ID);
      documents.add(
          document(
              content.textSegment(),
              score == null ? said.get(ContentMetadata.SCORE) : score,
              id == null ? null : id.toString()));
    }
    return documents;
  }

  static List<Document> ofMatches(List<? extends EmbeddingMatch<?>> matches) {
    List<Document> documents = new ArrayList<>();
    for (EmbeddingMatch<?> match : matches) {
      TextSegment segment =
          match.embedded() instanceof TextSegment text
              ? text
              : TextSegment.from(
                  match.embedded() == null ? "<no text>" : match.embedded().toString());
      documents.add(document(segment, match.score(), match.embeddingId()));
    }
    return documents;
  }

  private static Document document(
      TextSegment segment, @Nullable Object score, @Nullable String id) {
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    Map<String, Object> own = segment.metadata().toMap();
    own.forEach((key, value) -> metadata.put(key, plain(value)));
    String uri = first(own, URI_KEYS);
    putIfAbsent(metadata, Document.DOC_URI, uri == null ? file(segment.metadata()) : uri);
    String chunk = first(own, CHUNK_KEYS);
    putIfAbsent(metadata, Document.CHUNK_ID, chunk == null ? id : chunk);
    if (score instanceof Number number) {
      metadata.put(Document.RELEVANCE_SCORE, number.doubleValue());
    }
    return new Document(segment.text(), metadata, id);
  }

  private static Object plain(Object value) {
    return value instanceof Number || value instanceof String ? value : value.toString();
  }

  private static @Nullable String file(Metadata metadata) {
    String name = metadata.toMap().get("file_name") instanceof String text ? text : null;
    Object folder = metadata.toMap().get("absolute_directory_path");
    return name == null || folder == null ? name : folder + "/" + name;
  }

  private static @Nullable String first(Map<String, Object> metadata, List<String> keys) {
    for (String key : keys) {
      Object value = metadata.get(key);
      if (value != null) {
        return value.toString();
      }
    }
    return null;
  }

  private static void putIfAbsent(
      Map<String, @Nullable Object> metadata, String key, @Nullable Object value) {
    if (value != null) {
      metadata.putIfAbsent(key, value);
    }
  }
}
