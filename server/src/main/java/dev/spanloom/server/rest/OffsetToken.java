package dev.spanloom.server.rest;

import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A page token that says how many results come before the page, in MLflow's form. */
final class OffsetToken {
  private static final String OFFSET = "offset";
  private static final int LARGEST = 1_000_000;

  private OffsetToken() {}

  static String encode(int offset) {
    return Base64.getEncoder()
        .encodeToString(JsonWriter.write(Map.of(OFFSET, offset)).getBytes(StandardCharsets.UTF_8));
  }

  /** How many come before; none for no token. */
  static int decode(@Nullable String token) {
    if (token == null || token.isEmpty()) {
      return 0;
    }
    try {
      String text = new String(Base64.getDecoder().decode(token), StandardCharsets.UTF_8);
      if (JsonReader.readObject(text).get(OFFSET) instanceof Long offset
          && offset >= 0
          && offset <= LARGEST) {
        return offset.intValue();
      }
    } catch (RuntimeException e) {
      // said below
    }
    throw RestRequest.wrong("page_token", token, "the next_page_token of the page before");
  }
}
