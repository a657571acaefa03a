package dev.spanloom.storage;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceInfo;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * The last trace of a page, so that the next page starts behind it even while traces are written.
 *
 * @param requestTimeUnixMillis its time
 * @param traceId its id, which orders traces of the same millisecond
 */
public record PageToken(long requestTimeUnixMillis, String traceId) {
  public static PageToken behind(TraceInfo last) {
    return new PageToken(last.requestTimeUnixMillis(), last.traceId());
  }

  public String encode() {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString((requestTimeUnixMillis + "/" + traceId).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * Reads a token.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE for anything that {@link #encode} did not
   *     make
   */
  public static PageToken decode(String token) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      int slash = text.indexOf('/');
      return new PageToken(
          Long.parseLong(text.substring(0, Math.max(0, slash))), text.substring(slash + 1));
    } catch (IllegalArgumentException e) {
      throw MlflowException.invalidParameter(
          "page token: \"" + token + "\" (expected: the token of a page of the same search)");
    }
  }
}
