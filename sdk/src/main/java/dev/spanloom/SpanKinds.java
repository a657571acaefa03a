package dev.spanloom;

import dev.spanloom.entities.SpanKind;
import dev.spanloom.entities.SpanStatusCode;

/** The numbers that OTLP gives to kinds and status codes, which are declared in that order. */
@SuppressWarnings("EnumOrdinal")
final class SpanKinds {
  private SpanKinds() {}

  static int number(SpanKind kind) {
    return kind.ordinal();
  }

  static int number(SpanStatusCode code) {
    return code.ordinal();
  }
}
