package dev.spanloom.storage.sql;

/** Words that no text has, and that say something about a chunk. */
public final class WordMarks {
  /** The chunk has words that are too long to be in the index: look at its text. */
  public static final String LONG = "zzlongwordzz";

  private WordMarks() {}
}
