package dev.spanloom.autolog.googlegenai;

import dev.spanloom.autolog.http.RequestBody;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonSyntaxException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads requests where a little of them must be known before they are recorded. */
final class JsonBodies {
  private JsonBodies() {}

  /** Empty when it is no object. */
  static Map<String, @Nullable Object> of(@Nullable RequestBody body) {
    if (body == null) {
      return Map.of();
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      body.writeTo(bytes);
      return JsonReader.readObject(bytes.toString(StandardCharsets.UTF_8));
    } catch (IOException | JsonSyntaxException e) {
      return Map.of();
    }
  }
}
