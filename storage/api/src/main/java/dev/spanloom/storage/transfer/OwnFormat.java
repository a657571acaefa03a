package dev.spanloom.storage.transfer;

/** The keys of a line of {@link ExportFormat#SPANLOOM}. */
final class OwnFormat {
  static final String VERSION_KEY = "spanloom";

  /** Readers refuse a line of a later version. */
  static final long VERSION = 1;

  static final String INFO = "info";
  static final String TRACE_ID = "trace_id";
  static final String EXPERIMENT = "experiment";
  static final String EXPERIMENT_TAGS = "experiment_tags";
  static final String OTLP = "otlp";

  private OwnFormat() {}
}
