package dev.spanloom.conventions;

import dev.spanloom.entities.Document;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes MLflow's documents of what others call documents. */
final class Documents {
  private static final List<String> CONTENT =
      List.of("page_content", "content", "text", "document", "pageContent");
  private static final String ID = "id";
  private static final String SCORE = "score";
  private static final String METADATA = "metadata";
  private static final Set<String> KNOWN = Set.of(ID, SCORE, METADATA);

  private Documents() {}

  /** The documents of a list; null when the value is no list of anything. */
  static @Nullable Object of(@Nullable Object value) {
    if (!(value instanceof List<?> items) || items.isEmpty()) {
      return null;
    }
    return items.stream().map(item -> document(Values.unwrap(item)).toMap()).toList();
  }

  private static Document document(@Nullable Object item) {
    if (!(item instanceof Map<?, ?> map)) {
      return new Document(item == null ? "" : Values.anyText(item));
    }
    String content = "";
    String contentKey = "";
    for (String key : CONTENT) {
      if (contentKey.isEmpty() && map.get(key) != null) {
        content = Values.anyText(map.get(key));
        contentKey = key;
      }
    }
    Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
    if (Values.unwrap(map.get(METADATA)) instanceof Map<?, ?> given) {
      given.forEach((key, value) -> metadata.put(String.valueOf(key), value));
    } else if (map.get(METADATA) != null) {
      metadata.put(METADATA, map.get(METADATA));
    }
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      String key = String.valueOf(entry.getKey());
      if (!KNOWN.contains(key) && !key.equals(contentKey)) {
        metadata.putIfAbsent(key, entry.getValue());
      }
    }
    if (map.get(SCORE) instanceof Number score) {
      metadata.putIfAbsent(Document.RELEVANCE_SCORE, score);
    }
    Object id = map.get(ID);
    return new Document(content, metadata, id == null ? null : id.toString());
  }
}
