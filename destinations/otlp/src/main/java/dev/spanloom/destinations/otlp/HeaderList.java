package dev.spanloom.destinations.otlp;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Reads {@code OTEL_EXPORTER_OTLP_HEADERS}: {@code key=value} by commas, percent-encoded. Messages
 * show no values, which are secrets.
 */
final class HeaderList {
  /** What both HTTP and gRPC take. */
  private static final Pattern NAME = Pattern.compile("[0-9a-z_.-]+");

  private static final Pattern VALUE = Pattern.compile("[\\x20-\\x7e]*");

  /** What the client writes itself. */
  private static final Set<String> TAKEN =
      Set.of(
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "expect",
          "host",
          "te",
          "transfer-encoding",
          "upgrade");

  private HeaderList() {}

  /** The headers, their names in lower case. */
  static Map<String, String> of(OtlpVariables variables) {
    Map<String, String> headers = new LinkedHashMap<>();
    OtlpVariables.Variable list = variables.find("HEADERS").orElse(null);
    if (list == null) {
      return headers;
    }
    int number = 0;
    for (String entry : list.value().split(",", -1)) {
      number++;
      if (!entry.isBlank()) {
        add(list.name() + ", entry " + number, entry, headers);
      }
    }
    return headers;
  }

  private static void add(String where, String entry, Map<String, String> headers) {
    int equals = entry.indexOf('=');
    if (equals <= 0) {
      throw new IllegalArgumentException(where + " (expected: key=value)");
    }
    String name = decoded(where, entry.substring(0, equals)).toLowerCase(Locale.ROOT);
    String value = decoded(where, entry.substring(equals + 1));
    if (!NAME.matcher(name).matches() || TAKEN.contains(name)) {
      throw new IllegalArgumentException(
          where + ": \"" + name + "\" (expected: the name of a header that may be set)");
    }
    if (!VALUE.matcher(value).matches() || (GrpcSender.isBinary(name) && !isBase64(value))) {
      throw new IllegalArgumentException(
          where
              + ": the value of "
              + name
              + " (expected: printable ASCII, or base64 where the name ends with -bin)");
    }
    headers.put(name, value);
  }

  private static boolean isBase64(String value) {
    try {
      Base64.getDecoder().decode(value);
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private static String decoded(String where, String text) {
    try {
      // a plus is a plus here, other than in forms
      return URLDecoder.decode(text.strip().replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where + " (expected: percent-encoding such as %20)", e);
    }
  }
}
