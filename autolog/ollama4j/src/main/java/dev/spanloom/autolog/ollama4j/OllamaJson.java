package dev.spanloom.autolog.ollama4j;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.spanloom.entities.internal.json.JsonReader;
import io.github.ollama4j.utils.Utils;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Requests and answers as the JSON that they are on the wire. */
final class OllamaJson {
  private static final System.Logger LOG = System.getLogger(OllamaJson.class.getName());

  private OllamaJson() {}

  /** Without what is not set; empty when it cannot be written. */
  static Map<String, @Nullable Object> of(Object value) {
    try {
      Map<String, @Nullable Object> json =
          new LinkedHashMap<>(
              JsonReader.readObject(Utils.getObjectMapper().writeValueAsString(value)));
      json.values().removeIf(each -> each == null);
      return json;
    } catch (JsonProcessingException | RuntimeException | LinkageError e) {
      LOG.log(System.Logger.Level.DEBUG, "a value cannot be recorded", e);
      return new LinkedHashMap<>();
    }
  }
}
