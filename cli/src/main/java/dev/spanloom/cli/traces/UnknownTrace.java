package dev.spanloom.cli.traces;

import dev.spanloom.storage.TraceStore;

/** What is said of an id that no trace has. */
public final class UnknownTrace {
  private UnknownTrace() {}

  public static String message(String traceId, TraceStore store) {
    return "trace "
        + traceId
        + " does not exist in "
        + store.description()
        + " (expected: an id that 'spanloom traces list' shows)";
  }
}
