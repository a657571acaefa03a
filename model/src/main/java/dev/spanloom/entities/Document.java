package dev.spanloom.entities;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A document that a retriever found: the element of a RETRIEVER span's outputs. Counterpart of
 * {@code mlflow.entities.Document}.
 *
 * <pre>{@code
 * Document.builder("The content of the document...")
 *     .docUri("path/to/document.md").chunkId("chunk_001").relevanceScore(0.95)
 *     .metadata("source", "knowledge_base")
 *     .id("doc_123")
 *     .build();
 * }</pre>
 *
 * @param pageContent the text
 * @param metadata plain values, copied in; user interfaces know {@code doc_uri}, {@code chunk_id}
 *     and {@code relevance_score}
 * @param id the document's id, or null
 */
public record Document(
    String pageContent, Map<String, @Nullable Object> metadata, @Nullable String id) {
  public static final String DOC_URI = "doc_uri";
  public static final String CHUNK_ID = "chunk_id";
  public static final String RELEVANCE_SCORE = "relevance_score";

  private static final String PAGE_CONTENT_KEY = "page_content";
  private static final String METADATA_KEY = "metadata";
  private static final String ID_KEY = "id";

  public Document {
    Objects.requireNonNull(pageContent, "pageContent");
    metadata = PlainValues.copyMap(metadata);
  }

  public Document(String pageContent, Map<String, @Nullable Object> metadata) {
    this(pageContent, metadata, null);
  }

  public Document(String pageContent) {
    this(pageContent, Map.of(), null);
  }

  public static Builder builder(String pageContent) {
    return new Builder(pageContent);
  }

  /**
   * MLflow's JSON shape: {@code page_content}, {@code metadata}, {@code id}. Python's {@code
   * to_dict}.
   */
  public Map<String, @Nullable Object> toMap() {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    map.put(PAGE_CONTENT_KEY, pageContent);
    map.put(METADATA_KEY, metadata);
    map.put(ID_KEY, id);
    return map;
  }

  /**
   * Reads MLflow's JSON shape.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE when {@code page_content} is missing
   */
  public static Document fromMap(Map<String, ? extends @Nullable Object> map) {
    Object content = map.get(PAGE_CONTENT_KEY);
    if (content == null) {
      throw MlflowException.invalidParameter("document without page_content: keys " + map.keySet());
    }
    Object id = map.get(ID_KEY);
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    if (map.get(METADATA_KEY) instanceof Map<?, ?> given) {
      given.forEach((key, value) -> metadata.put(String.valueOf(key), value));
    }
    return new Document(content.toString(), metadata, id == null ? null : id.toString());
  }

  /** Collects a document. Not thread-safe. */
  public static final class Builder {
    private final String pageContent;
    private final Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    private @Nullable String id;

    private Builder(String pageContent) {
      this.pageContent = Objects.requireNonNull(pageContent, "pageContent");
    }

    public Builder id(@Nullable String documentId) {
      this.id = documentId;
      return this;
    }

    public Builder docUri(String uri) {
      return metadata(DOC_URI, uri);
    }

    public Builder chunkId(String chunkId) {
      return metadata(CHUNK_ID, chunkId);
    }

    public Builder relevanceScore(double score) {
      return metadata(RELEVANCE_SCORE, score);
    }

    public Builder metadata(String key, @Nullable Object value) {
      metadata.put(key, value);
      return this;
    }

    public Document build() {
      return new Document(pageContent, metadata, id);
    }
  }
}
