package dev.spanloom.entities;

/**
 * The state of a trace. Counterpart of {@code mlflow.entities.TraceState}; {@code status} of the
 * legacy API.
 */
public enum TraceState {
  STATE_UNSPECIFIED,
  OK,
  ERROR,
  IN_PROGRESS;

  private static final String LEGACY_UNSPECIFIED = "TRACE_STATUS_UNSPECIFIED";

  /** The state that a root span's status means. */
  public static TraceState fromStatus(SpanStatusCode code) {
    return switch (code) {
      case OK -> OK;
      case ERROR -> ERROR;
      case UNSET -> STATE_UNSPECIFIED;
    };
  }

  /**
   * Reads a name, of the current or the legacy API.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE for any other text
   */
  public static TraceState parse(String name) {
    if (LEGACY_UNSPECIFIED.equals(name) || "UNSPECIFIED".equals(name)) {
      return STATE_UNSPECIFIED;
    }
    for (TraceState state : values()) {
      if (state.name().equals(name)) {
        return state;
      }
    }
    throw MlflowException.invalidParameter(
        "trace state: \"" + name + "\" (expected: STATE_UNSPECIFIED, OK, ERROR or IN_PROGRESS)");
  }

  /** The state of a number of the protobuf enum; unknown numbers read as unspecified. */
  @SuppressWarnings("EnumOrdinal") // declared in the order of the protobuf enum
  static TraceState fromNumber(int number) {
    return number > 0 && number < values().length ? values()[number] : STATE_UNSPECIFIED;
  }

  String legacyName() {
    return this == STATE_UNSPECIFIED ? LEGACY_UNSPECIFIED : name();
  }
}
