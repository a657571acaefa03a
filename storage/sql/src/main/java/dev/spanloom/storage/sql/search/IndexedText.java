package dev.spanloom.storage.sql.search;

import dev.spanloom.storage.sql.Dialect;
import java.util.Collection;

/** Conditions on columns of long texts, in the form that an index answers. */
public final class IndexedText {
  private IndexedText() {}

  /** Rows whose column is one of some texts, of which there are any. */
  static Expr in(Dialect dialect, String column, Collection<String> texts) {
    Expr whole = equal(dialect, column, texts);
    String indexed = dialect.indexed(column);
    return indexed.equals(column)
        ? whole
        : equal(dialect, indexed, texts.stream().map(dialect::indexedText).distinct().toList())
            .and(whole);
  }

  /** The same, for other searches. */
  public static Condition among(Dialect dialect, String column, Collection<String> texts) {
    Expr in = in(dialect, column, texts);
    return new Condition(in.sql(), in.parameters());
  }

  private static Expr equal(Dialect dialect, String column, Collection<String> texts) {
    return texts.size() == 1
        ? Expr.of(column + " = ?", texts.iterator().next())
        : Expr.of(dialect.inTexts(column), dialect.texts(texts));
  }
}
