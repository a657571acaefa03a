package dev.spanloom.storage.postgresql;

import dev.spanloom.storage.sql.Dialect;
import java.util.List;

/**
 * The words of a chunk as PostgreSQL's text index takes them.
 *
 * @param text all of them, with blanks between
 * @param vocabulary those that are vocabulary
 */
record TextWords(String text, List<String> vocabulary) implements Dialect.IndexableWords {
  @Override
  public int bytes() {
    return text.length();
  }
}
