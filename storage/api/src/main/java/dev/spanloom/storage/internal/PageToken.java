package dev.spanloom.storage.internal;

import dev.spanloom.entities.MlflowException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The place after which the next page begins: the sort key of the last item, not a count of items,
 * so that traces which arrive between two pages neither repeat nor hide others.
 *
 * @param list which list it belongs to, such as {@code traces-newest}
 * @param number the first part of the sort key
 * @param id the second
 */
public record PageToken(String list, long number, String id) {
  private static final String VERSION = "1";

  public String encode() {
    String text = VERSION + " " + list + " " + number + " " + id;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Null for the first page.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE when the token is not of this list
   */
  public static @Nullable PageToken decode(String list, @Nullable String token) {
    if (token == null || token.isEmpty()) {
      return null;
    }
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      String[] parts = text.split(" ", 4);
      if (parts.length == 4 && parts[0].equals(VERSION) && parts[1].equals(list)) {
        return new PageToken(list, Long.parseLong(parts[2]), parts[3]);
      }
    } catch (IllegalArgumentException e) {
      // neither base64 nor a number inside: as wrong as a token of another list
    }
    throw MlflowException.invalidParameter(
        "page_token: \""
            + token
            + "\" (expected: the token of the page before, of the same search)");
  }
}
