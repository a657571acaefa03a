package dev.spanloom.entities;

/** The code of a {@link SpanStatus}. Counterpart of {@code mlflow.entities.SpanStatusCode}. */
public enum SpanStatusCode {
  UNSET,
  OK,
  ERROR;

  private static final String WIRE_PREFIX = "STATUS_CODE_";

  /**
   * The code of a name: {@code "OK"}, {@code "ERROR"} or {@code "UNSET"}, in upper case.
   *
   * @throws IllegalArgumentException for any other text; the message names the three
   */
  public static SpanStatusCode parse(String name) {
    for (SpanStatusCode code : values()) {
      if (code.name().equals(name)) {
        return code;
      }
    }
    throw new IllegalArgumentException(
        "span status: \"" + name + "\" (expected: \"OK\", \"ERROR\" or \"UNSET\")");
  }

  /** The OpenTelemetry name, such as {@code STATUS_CODE_OK}. */
  public String wireName() {
    return WIRE_PREFIX + name();
  }

  /** Reads {@code STATUS_CODE_OK} or {@code OK}. */
  static SpanStatusCode fromWireName(String text) {
    try {
      return parse(text.startsWith(WIRE_PREFIX) ? text.substring(WIRE_PREFIX.length()) : text);
    } catch (IllegalArgumentException e) {
      throw MlflowException.invalidParameter(
          "span status code: \""
              + text
              + "\" (expected: STATUS_CODE_UNSET, STATUS_CODE_OK or STATUS_CODE_ERROR)");
    }
  }

  /** The number OTLP gives the code; unknown numbers read as {@link #UNSET}. */
  @SuppressWarnings("EnumOrdinal") // declared in the order of the protobuf enum
  static SpanStatusCode fromNumber(int number) {
    return number > 0 && number < values().length ? values()[number] : UNSET;
  }

  @SuppressWarnings("EnumOrdinal") // declared in the order of the protobuf enum
  int number() {
    return ordinal();
  }
}
