package dev.spanloom.spring.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The headers of a request by which a caller's trace goes on: W3C Trace Context and Baggage. */
final class IncomingHeaders {
  private static final String TRACEPARENT = "traceparent";

  private IncomingHeaders() {}

  /** Empty when the caller traces nothing. */
  static Map<String, String> of(UnaryOperator<@Nullable String> header) {
    Map<String, String> found = new LinkedHashMap<>();
    if (header.apply(TRACEPARENT) == null) {
      return found;
    }
    for (String name : new String[] {TRACEPARENT, "tracestate", "baggage"}) {
      String value = header.apply(name);
      if (value != null) {
        found.put(name, value);
      }
    }
    return found;
  }
}
