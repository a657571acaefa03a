package dev.spanloom.autolog.mcp;

import dev.spanloom.entities.Attachment;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.json.TypeRef;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values of the protocol as JSON. */
final class McpJson {
  static final TypeRef<Map<String, @Nullable Object>> MAP = new TypeRef<>() {};

  private static final System.Logger LOG = System.getLogger(McpJson.class.getName());

  private McpJson() {}

  /** As the program's JSON library writes it; the value itself where there is none. */
  static @Nullable Object of(@Nullable Object value) {
    if (value == null || value instanceof Map) {
      return value;
    }
    try {
      return McpJsonDefaults.getMapper().convertValue(value, MAP);
    } catch (RuntimeException | LinkageError e) {
      LOG.log(System.Logger.Level.DEBUG, "a value is recorded as Java has it", e);
      return value;
    }
  }

  /** The same with files in place of their base64, for a span. */
  static @Nullable Object withFiles(@Nullable Object value) {
    if (value instanceof List<?> list) {
      List<@Nullable Object> all = new ArrayList<>(list.size());
      list.forEach(item -> all.add(withFiles(item)));
      return all;
    }
    if (!(value instanceof Map<?, ?> map)) {
      return value;
    }
    boolean isFile = map.get("mimeType") instanceof String;
    Map<String, @Nullable Object> all = new LinkedHashMap<>();
    map.forEach(
        (key, item) -> {
          boolean holds = isFile && (key.equals("data") || key.equals("blob"));
          all.put(
              String.valueOf(key),
              holds && item instanceof String base64
                  ? file(String.valueOf(map.get("mimeType")), base64)
                  : withFiles(item));
        });
    return all;
  }

  private static Object file(String type, String base64) {
    try {
      return new Attachment(type, Base64.getDecoder().decode(base64));
    } catch (IllegalArgumentException e) {
      return base64;
    }
  }
}
