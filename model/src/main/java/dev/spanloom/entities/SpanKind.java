package dev.spanloom.entities;

/**
 * OpenTelemetry's kind of a span, in the order of its OTLP numbers. MLflow itself drops it;
 * Spanloom keeps it.
 */
public enum SpanKind {
  UNSPECIFIED,
  INTERNAL,
  SERVER,
  CLIENT,
  PRODUCER,
  CONSUMER;

  @SuppressWarnings("EnumOrdinal") // declared in the order of the protobuf enum
  static SpanKind fromNumber(int number) {
    return number > 0 && number < values().length ? values()[number] : UNSPECIFIED;
  }

  @SuppressWarnings("EnumOrdinal") // declared in the order of the protobuf enum
  int number() {
    return ordinal();
  }
}
