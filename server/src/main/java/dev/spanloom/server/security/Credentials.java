package dev.spanloom.server.security;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.RequestHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;

/**
 * The token in a request, as MLflow's clients send it: {@code Bearer TOKEN}, or {@code Basic} with
 * any user name and the token as password.
 */
final class Credentials {
  private static final String BEARER = "Bearer ";
  private static final String BASIC = "Basic ";

  private Credentials() {}

  /** What stands where a token should; empty when nothing does. */
  static Optional<String> token(RequestHeaders headers) {
    String value = headers.get(HttpHeaderNames.AUTHORIZATION, "").strip();
    if (startsWith(value, BEARER)) {
      return Optional.of(value.substring(BEARER.length()).strip());
    }
    return startsWith(value, BASIC)
        ? password(value.substring(BASIC.length()).strip())
        : Optional.empty();
  }

  private static boolean startsWith(String value, String scheme) {
    return value.regionMatches(true, 0, scheme, 0, scheme.length());
  }

  private static Optional<String> password(String base64) {
    try {
      String pair = new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
      int colon = pair.indexOf(':');
      return colon < 0 ? Optional.empty() : Optional.of(pair.substring(colon + 1));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
