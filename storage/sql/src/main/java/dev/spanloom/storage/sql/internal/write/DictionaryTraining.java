package dev.spanloom.storage.sql.internal.write;

import com.github.luben.zstd.ZstdDictTrainer;
import dev.spanloom.storage.sql.Engine;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.internal.rows.LearnedDictionary;
import dev.spanloom.storage.sql.internal.rows.PackedText;
import dev.spanloom.storage.sql.internal.rows.Payloads;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Learns from the payloads and the texts of a store what they have in common, on a thread of its
 * own. What fails is left: what is stored then stays a little larger.
 */
final class DictionaryTraining {
  private static final int SAMPLES = 400;
  private static final int SAMPLE_BYTES = 32_000;
  private static final int PAYLOADS_BYTES = 100_000;
  private static final int TEXTS_BYTES = 60_000;

  private final Engine engine;
  private final Engine.Changes changes;
  private final WriterState state;

  DictionaryTraining(Engine engine, Engine.Changes changes, WriterState state) {
    this.engine = engine;
    this.changes = changes;
    this.state = state;
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
    learn(LearnedDictionary.PAYLOADS, PAYLOADS_BYTES, DictionaryTraining::payloads);
    learn(LearnedDictionary.TEXTS, TEXTS_BYTES, DictionaryTraining::texts);
  }

  private void learn(LearnedDictionary dictionary, int bytes, Engine.Query<List<byte[]>> sampling) {
    try {
      byte[] learned = train(engine.read(sampling), bytes);
      changes.change(
          sql -> {
            state.learned(dictionary, dictionary.store(sql, learned));
            return true;
          });
    } catch (RuntimeException e) {
      System.getLogger(DictionaryTraining.class.getName())
          .log(System.Logger.Level.DEBUG, "no dictionary for " + engine.description(), e);
    }
  }

  private static byte[] train(List<byte[]> samples, int bytes) {
    ZstdDictTrainer trainer =
        new ZstdDictTrainer(samples.stream().mapToInt(sample -> sample.length).sum(), bytes);
    samples.forEach(trainer::addSample);
    return trainer.trainSamples();
  }

  private static List<byte[]> payloads(Sql sql) throws SQLException {
    List<Payloads.ChunkRow> chunks =
        sql.list(
            "SELECT "
                + Payloads.CHUNK_COLUMNS
                + " FROM chunks WHERE archive_id IS NULL ORDER BY chunk_id DESC LIMIT "
                + SAMPLES,
            Payloads::chunk);
    List<byte[]> samples = new ArrayList<>(chunks.size());
    for (Payloads.ChunkRow chunk : chunks) {
      samples.add(sample(Payloads.raw(sql, chunk)));
    }
    return samples;
  }

  private static List<byte[]> texts(Sql sql) throws SQLException {
    List<byte[]> samples = new ArrayList<>(2 * SAMPLES);
    sql.visit(
        "SELECT said, facts FROM trace_info ORDER BY trace_no DESC LIMIT " + SAMPLES,
        row -> {
          for (int column = 1; column <= 2; column++) {
            String text = PackedText.unpack(sql, row.getBytes(column));
            if (text != null) {
              samples.add(sample(text.getBytes(StandardCharsets.UTF_8)));
            }
          }
          return true;
        });
    return samples;
  }

  private static byte[] sample(byte[] bytes) {
    return bytes.length > SAMPLE_BYTES ? Arrays.copyOf(bytes, SAMPLE_BYTES) : bytes;
  }
}
