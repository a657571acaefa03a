package dev.spanloom.cli.traces;

import java.util.Locale;

/** How one trace is printed. */
enum TraceForm {
  TREE,
  TABLE,
  JSON,
  JSONL,
  CSV,
  OTLP;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
