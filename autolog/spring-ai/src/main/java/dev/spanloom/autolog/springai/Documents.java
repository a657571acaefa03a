package dev.spanloom.autolog.springai;

import dev.spanloom.entities.Document;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What vector stores find, as MLflow's documents. */
final class Documents {
  /** Where a text came from, by the keys that the library's readers and splitters use. */
  private static final List<String> URI_KEYS =
      List.of(Document.DOC_URI, "url", "uri", "source", "file_name", "filename");

  private static final List<String> CHUNK_KEYS =
      List.of(Document.CHUNK_ID, "chunk_index", "page_number");

  private Documents() {}

  static List<Document> of(List<org.springframework.ai.document.Document> found) {
    List<Document> documents = new ArrayList<>();
    found.forEach(one -> documents.add(of(one)));
    return documents;
  }

  private static Document of(org.springframework.ai.document.Document found) {
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    found.getMetadata().forEach((key, value) -> metadata.put(key, plain(value)));
    putIfAbsent(metadata, Document.DOC_URI, first(found.getMetadata(), URI_KEYS));
    String chunk = first(found.getMetadata(), CHUNK_KEYS);
    putIfAbsent(metadata, Document.CHUNK_ID, chunk == null ? found.getId() : chunk);
    if (found.getScore() != null) {
      metadata.put(Document.RELEVANCE_SCORE, found.getScore());
    }
    String text = found.getText();
    return new Document(
        text == null ? "<" + mediaType(found) + ">" : text, metadata, found.getId());
  }

  private static String mediaType(org.springframework.ai.document.Document found) {
    return found.getMedia() == null ? "no text" : String.valueOf(found.getMedia().getMimeType());
  }

  private static @Nullable Object plain(@Nullable Object value) {
    return value == null || value instanceof Number || value instanceof Boolean
        ? value
        : value.toString();
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
      Map<String, @Nullable Object> metadata, String key, @Nullable String value) {
    if (value != null && !metadata.containsKey(key)) {
      metadata.put(key, value);
    }
  }
}
