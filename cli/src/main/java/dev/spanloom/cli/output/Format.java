package dev.spanloom.cli.output;

import java.util.Locale;

/** How things are printed. */
public enum Format {
  /** For people; fits the terminal. */
  TABLE,
  /** One JSON document. */
  JSON,
  /** A JSON document on each line. */
  JSONL,
  /** Comma-separated values with a line of names. */
  CSV;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
