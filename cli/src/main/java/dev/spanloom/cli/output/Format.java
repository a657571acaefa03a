package dev.spanloom.cli.output;

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
    return name().toLowerCase(java.util.Locale.ROOT);
  }
}
