package dev.spanloom.storage.sql.internal.write;

import dev.spanloom.storage.sql.Dialect;
import dev.spanloom.storage.sql.Engine;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.internal.rows.LearnedDictionary;
import dev.spanloom.storage.sql.internal.rows.Packing;
import dev.spanloom.storage.sql.rollup.KnownRollups;
import dev.spanloom.storage.sql.rollup.RollupNames;
import java.sql.SQLException;

/**
 * What a writer knows from one transaction to the next. All but the packing of payloads is the
 * writer thread's.
 */
final class WriterState implements AutoCloseable {
  private final Dialect dialect;
  private final Catalog catalog;
  private final RollupNames rollupNames;
  private final KnownRollups knownRollups = new KnownRollups();
  private final FreshPostings freshPostings;
  private final PendingWords pendingWords = new PendingWords();
  private volatile Packing payloads = Packing.PLAIN;
  private volatile Packing texts = Packing.PLAIN;

  WriterState(Engine engine) {
    this.dialect = engine.dialect();
    this.catalog = new Catalog(dialect);
    this.freshPostings = new FreshPostings(dialect);
    this.rollupNames = new RollupNames(engine.maxRolledUpNames());
  }

  Dialect dialect() {
    return dialect;
  }

  Catalog catalog() {
    return catalog;
  }

  RollupNames rollupNames() {
    return rollupNames;
  }

  KnownRollups knownRollups() {
    return knownRollups;
  }

  FreshPostings freshPostings() {
    return freshPostings;
  }

  PendingWords pendingWords() {
    return pendingWords;
  }

  /** How payloads are packed. On any thread. */
  Packing payloads() {
    return payloads;
  }

  /** How the texts beside traces are packed. */
  Packing texts() {
    return texts;
  }

  /** Takes what was learned before. */
  Boolean recall(Sql sql) throws SQLException {
    learned(LearnedDictionary.PAYLOADS, LearnedDictionary.PAYLOADS.newest(sql));
    learned(LearnedDictionary.TEXTS, LearnedDictionary.TEXTS.newest(sql));
    return true;
  }

  void learned(LearnedDictionary dictionary, Packing packing) {
    switch (dictionary) {
      case PAYLOADS -> payloads = packing;
      case TEXTS -> texts = packing;
    }
  }

  /** A transaction was taken back: what was learned in it may be wrong. */
  void forget() {
    catalog.forget();
    rollupNames.forget();
    knownRollups.forget();
    pendingWords.clear();
    dialect.forget();
  }

  @Override
  public void close() {
    for (Packing packing : new Packing[] {payloads, texts}) {
      if (!packing.isPlain()) {
        packing.close();
      }
    }
  }
}
