package dev.spanloom.storage.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.contract.Batches;
import dev.spanloom.storage.sql.Counters;
import dev.spanloom.storage.sql.Sql;
import dev.spanloom.storage.sql.Tables;
import dev.spanloom.testpostgresql.PostgresServer;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(240)
class PartitionsTest {
  private static final long DAY = TimeUnit.DAYS.toMillis(1);

  private long now;

  /** A day after the tables were made. */
  private long tomorrow;

  private String uri;
  private PostgresEngine engine;
  private Sql sql;

  @BeforeEach
  void openDatabase() {
    uri = PostgresServer.shared().newDatabase() + "?partition_days=1";
    engine = PostgresEngine.open(PostgresUri.parse(uri));
    sql = engine.openWriter();
    now = System.currentTimeMillis();
    tomorrow = now + DAY + 60_000;
  }

  @AfterEach
  void close() throws SQLException {
    sql.close();
    engine.close();
  }

  private long nextChunk() throws SQLException {
    return engine.dialect().nextNumbers(sql, Counters.CHUNK_ID, 1);
  }

  private void storeChunk(long chunkId) throws SQLException {
    sql.insert(
        Tables.CHUNKS,
        "",
        List.<@Nullable Object[]>of(new @Nullable Object[] {chunkId, 1L, 1L, 1L, 1L, null, null}));
    sql.insert(
        Tables.PAYLOADS,
        "",
        List.<@Nullable Object[]>of(new @Nullable Object[] {chunkId, new byte[1]}));
  }

  private List<String> tables() throws SQLException {
    return sql.list(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'spanloom'"
            + " AND tablename ~ '_[0-9]+$' ORDER BY tablename",
        row -> row.getString(1));
  }

  @Test
  void numbersAndPayloadsMoveToANewPartitionWhenTheTimeHasCome() throws SQLException {
    long before = nextChunk();
    storeChunk(before);
    engine.partitions().advance(tomorrow);
    long after = nextChunk();
    storeChunk(after);
    assertThat(before >> Partitions.SHIFT).isZero();
    assertThat(after >> Partitions.SHIFT).isEqualTo(1);
    assertThat(sql.list("SELECT chunk_id FROM payloads_1", row -> row.getLong(1)))
        .containsExactly(after);
    assertThat(tables()).containsExactly("payloads_0", "payloads_1");
  }

  @Test
  void nothingIsBegunBeforeItsTime() throws SQLException {
    engine.partitions().advance(now + DAY / 2);
    assertThat(nextChunk() >> Partitions.SHIFT).isZero();
    assertThat(tables()).containsExactly("payloads_0");
  }

  @Test
  void severalProcessesBeginOnePartition() throws SQLException {
    try (PostgresEngine other = PostgresEngine.open(PostgresUri.parse(uri))) {
      engine.partitions().advance(tomorrow);
      other.partitions().advance(tomorrow);
      long first = nextChunk();
      long second = other.dialect().nextNumbers(sql, Counters.CHUNK_ID, 1);
      assertThat(second).isEqualTo(first + 1);
      assertThat(tables()).hasSize(2);
    }
  }

  @Test
  void aPartitionIsBegunWhileAWriterAndAReaderAreAtWork() throws SQLException {
    sql.execute(engine.beginSql());
    storeChunk(nextChunk());
    engine.read(
        reader -> {
          reader.one("SELECT count(*) FROM payloads", row -> row.getLong(1));
          engine.partitions().advance(tomorrow);
          return true;
        });
    long after = nextChunk();
    storeChunk(after);
    sql.execute("COMMIT");
    assertThat(after >> Partitions.SHIFT).isEqualTo(1);
  }

  @Test
  void aPartitionWithoutChunksIsDropped() throws SQLException {
    long old = nextChunk();
    storeChunk(old);
    engine.partitions().advance(tomorrow);
    storeChunk(nextChunk());
    long later = now + 3 * DAY;
    assertThat(engine.partitions().dropEmpty(later)).isZero();

    sql.update("DELETE FROM chunks WHERE chunk_id = ?", old);
    assertThat(engine.partitions().dropEmpty(tomorrow + 60_000)).as("a writer may use it").isZero();
    assertThat(engine.partitions().dropEmpty(later)).isEqualTo(1);
    assertThat(tables()).containsExactly("payloads_1");
    assertThat(engine.checkMedium()).isEmpty();
    assertThat(engine.partitions().dropEmpty(later)).isZero();
  }

  @Test
  void whatADropThatWasInterruptedLeftIsFinished() throws SQLException {
    engine.partitions().advance(tomorrow);
    sql.execute("ALTER TABLE payloads DETACH PARTITION payloads_0");
    assertThat(engine.checkMedium()).hasSize(1);
    assertThat(engine.partitions().dropEmpty(now + 3 * DAY)).isEqualTo(1);
    assertThat(tables()).containsExactly("payloads_1");
    assertThat(engine.checkMedium()).isEmpty();
  }

  @Test
  void aStoreGoesOnInTheOldPartitionWhenNoNewOneCanBeBegun() throws SQLException {
    sql.execute("ALTER TABLE partitions RENAME TO elsewhere");
    engine.partitions().advance(tomorrow);
    assertThat(nextChunk() >> Partitions.SHIFT).isZero();
    sql.execute("ALTER TABLE elsewhere RENAME TO partitions");
    try (TraceStore store = PostgresTraceStore.open(uri)) {
      store.writer().write(Batches.of(1, 3));
      assertThat(store.reader().trace(Batches.traceId(1))).isPresent();
    }
  }
}
