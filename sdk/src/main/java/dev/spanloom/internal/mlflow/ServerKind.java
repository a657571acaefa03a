package dev.spanloom.internal.mlflow;

/** What a server can do, as far as it matters to who sends it traces. */
enum ServerKind {
  /** Ours: batches of any traces in any order, compressed; the whole search language. */
  SPANLOOM,

  /** MLflow 3.4 or newer with an SQL store: spans one by one as they end. */
  SPANS,

  /** MLflow 3 without that: whole traces, as a file of spans beside what is said of the trace. */
  FILES,

  /** MLflow 2.14 or newer: the same in an older form, under ids that the server makes. */
  LEGACY
}
