package dev.spanloom.storage.sql.internal.write;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDictTrainer;
import dev.spanloom.storage.sql.Engine;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.internal.rows.Packing;
import dev.spanloom.storage.sql.internal.rows.Payloads;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;

/**
 * Learns from the payloads of a store what they have in common, on a thread of its own. What fails
 * is left: payloads then stay a little larger.
 */
final class DictionaryTraining {
  private static final int SAMPLES = 400;
  private static final int SAMPLE_BYTES = 32_000;
  private static final int DICTIONARY_BYTES = 100_000;

  private final Engine engine;
  private final Engine.Changes changes;
  private final Consumer<Packing> trained;

  DictionaryTraining(Engine engine, Engine.Changes changes, Consumer<Packing> trained) {
    this.engine = engine;
    this.changes = changes;
    this.trained = trained;
  }

  /** Whether there is enough to learn from. */
  static boolean isDue(Sql sql) throws SQLException {
    return sql.one(
            "SELECT 1 FROM chunks ORDER BY chunk_id LIMIT 1 OFFSET " + (SAMPLES - 1), row -> true)
        .isPresent();
  }

  void start() {
    Thread thread = new Thread(this::run, "spanloom-store-dictionary");
    thread.setDaemon(true);
    thread.start();
  }

  private void run() {
    try {
      byte[] dictionary = engine.read(DictionaryTraining::train);
      trained.accept(changes.change(sql -> store(sql, dictionary)));
    } catch (RuntimeException e) {
      System.getLogger(DictionaryTraining.class.getName())
          .log(System.Logger.Level.DEBUG, "no dictionary for " + engine.description(), e);
    }
  }

  private static byte[] train(Sql sql) throws SQLException {
    List<Payloads.ChunkRow> chunks =
        sql.list(
            "SELECT "
                + Payloads.CHUNK_COLUMNS
                + " FROM chunks WHERE archive_id IS NULL ORDER BY chunk_id DESC LIMIT "
                + SAMPLES,
            Payloads::chunk);
    ZstdDictTrainer trainer = new ZstdDictTrainer(SAMPLES * SAMPLE_BYTES, DICTIONARY_BYTES);
    for (Payloads.ChunkRow chunk : chunks) {
      byte[] raw = Payloads.raw(sql, chunk);
      trainer.addSample(raw.length > SAMPLE_BYTES ? Arrays.copyOf(raw, SAMPLE_BYTES) : raw);
    }
    return trainer.trainSamples();
  }

  /** Keeps what was learned, unless another process was faster; the packing to use from now on. */
  private static Packing store(Sql sql, byte[] dictionary) throws SQLException {
    Packing other = Packing.newest(sql);
    if (!other.isPlain()) {
      return other;
    }
    sql.update(
        "INSERT INTO dictionaries (dictionary_id, created_ms, data) VALUES (?, ?, ?)",
        Zstd.getDictIdFromDict(dictionary),
        System.currentTimeMillis(),
        dictionary);
    return Packing.with(dictionary);
  }
}
