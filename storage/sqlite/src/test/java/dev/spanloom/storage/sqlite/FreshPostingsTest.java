package dev.spanloom.storage.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.query.FilterParser;
import dev.spanloom.storage.TraceDeletion;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.contract.Batches;
import dev.spanloom.storage.contract.DeletionContract;
import dev.spanloom.storage.contract.FilterContract;
import dev.spanloom.storage.contract.MergingContract;
import dev.spanloom.storage.contract.MetricsContract;
import dev.spanloom.storage.contract.OrderContract;
import dev.spanloom.storage.contract.RandomMetricsContract;
import dev.spanloom.storage.contract.RandomOperationsContract;
import dev.spanloom.storage.contract.SpanFilterContract;
import dev.spanloom.storage.sql.Engine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The postings of the newest traces, which are moved behind the acknowledgement. */
@Timeout(600)
class FreshPostingsTest {
  private static final int FRESH_TRACES = 3;
  private static final int HEADER_BYTES = 32;
  private static final int FRAME_HEADER_BYTES = 24;

  @TempDir private Path folder;

  private static TraceStore open(Path file) {
    return SqliteTraceStore.open(new SqliteEngine(file, Engine.MAX_ROLLED_UP_NAMES, FRESH_TRACES));
  }

  // what searches, changes or counts entries, while postings are moved between any two changes

  @Nested
  class AnyOperations extends RandomOperationsContract {
    @Override
    protected TraceStore open(Path empty) {
      return FreshPostingsTest.open(empty.resolve("traces.db"));
    }
  }

  @Nested
  class AnyFigures extends RandomMetricsContract {
    @Override
    protected TraceStore open(Path empty) {
      return FreshPostingsTest.open(empty.resolve("traces.db"));
    }
  }

  @Nested
  class Merging extends MergingContract {
    @Override
    protected TraceStore open(Path empty) {
      return FreshPostingsTest.open(empty.resolve("traces.db"));
    }
  }

  @Nested
  class Filtering extends FilterContract {
    @Override
    protected TraceStore open(Path empty) {
      return FreshPostingsTest.open(empty.resolve("traces.db"));
    }
  }

  @Nested
  class FilteringSpans extends SpanFilterContract {
    @Override
    protected TraceStore open(Path empty) {
      return FreshPostingsTest.open(empty.resolve("traces.db"));
    }
  }

  @Nested
  class Ordering extends OrderContract {
    @Override
    protected TraceStore open(Path empty) {
      return FreshPostingsTest.open(empty.resolve("traces.db"));
    }
  }

  @Nested
  class Measuring extends MetricsContract {
    @Override
    protected TraceStore open(Path empty) {
      return FreshPostingsTest.open(empty.resolve("traces.db"));
    }
  }

  @Nested
  class Deleting extends DeletionContract {
    @Override
    protected TraceStore open(Path empty) {
      return FreshPostingsTest.open(empty.resolve("traces.db"));
    }
  }

  private Path file() {
    return folder.resolve("traces.db");
  }

  private static long count(Path file, String table) {
    try (Engine engine = new SqliteEngine(file)) {
      return engine.read(
          sql -> sql.one("SELECT count(*) FROM " + table, row -> row.getLong(1)).orElseThrow());
    }
  }

  private void awaitMoved() {
    while (count(file(), "fresh_postings") > 0) {
      Thread.onSpinWait();
    }
  }

  private static TraceQuery query(String filter) {
    return TraceQuery.builder(Experiment.DEFAULT_ID).filter(FilterParser.parse(filter)).build();
  }

  private static long counted(TraceStore store, String filter) {
    return store.search().count(query(filter));
  }

  private static long found(TraceStore store, String filter) {
    TraceQuery query = query(filter);
    long found = store.search().search(query).infos().size();
    assertThat(store.search().count(query)).isEqualTo(found);
    return found;
  }

  @Test
  void tracesAreFoundBeforeTheirPostingsAreMovedAndAfter() {
    try (TraceStore store = open(file())) {
      for (int i = 1; i < FRESH_TRACES; i++) {
        store.writer().write(Batches.of(i, 2));
        assertThat(found(store, "span.name = 'span 1'")).isEqualTo(i);
      }
      assertThat(count(file(), "fresh_postings")).isPositive();
      assertThat(count(file(), "postings")).isZero();
      store.writer().write(Batches.of(FRESH_TRACES, 2));
      assertThat(found(store, "span.name = 'span 1'")).isEqualTo(FRESH_TRACES);
      awaitMoved();
      assertThat(count(file(), "postings")).isPositive();
      assertThat(found(store, "span.name = 'span 1'")).isEqualTo(FRESH_TRACES);
      store.writer().write(Batches.of(FRESH_TRACES + 1, 2));
      assertThat(found(store, "span.name = 'span 1'")).isEqualTo(FRESH_TRACES + 1);
      assertThat(found(store, "NOT span.name = 'span 1'")).isZero();
    }
  }

  private static WriteBatch many(int from) {
    List<TraceInfo> infos = new ArrayList<>();
    List<EncodedSpan> spans = new ArrayList<>();
    for (int i = from; i < from + 150; i++) {
      WriteBatch one = Batches.of(i, 2);
      infos.addAll(one.infos());
      spans.addAll(one.spans());
    }
    return new WriteBatch(infos, spans, Experiment.DEFAULT_ID);
  }

  @Test
  void thoseOfManyTracesAtOnceNeedNoMove() {
    try (TraceStore store = SqliteTraceStore.open(file())) {
      store.writer().write(many(0));
      assertThat(count(file(), "fresh_postings")).isZero();
      assertThat(counted(store, "span.name = 'span 1'")).isEqualTo(150);
      store.writer().write(Batches.of(1000, 2));
      assertThat(count(file(), "fresh_postings")).isPositive();
      assertThat(counted(store, "span.name = 'span 1'")).isEqualTo(151);
    }
  }

  @Test
  void thoseOfManyTracesAtOnceWaitBehindTheOnesThatDo() {
    try (TraceStore store = SqliteTraceStore.open(file())) {
      store.writer().write(Batches.of(1000, 2));
      long fresh = count(file(), "fresh_postings");
      store.writer().write(many(0));
      assertThat(count(file(), "fresh_postings")).isGreaterThan(fresh);
      assertThat(counted(store, "span.name = 'span 1'")).isEqualTo(151);
    }
  }

  @Test
  void whatComesLaterForATraceGoesWhereItsPostingsAre() {
    try (TraceStore store = open(file())) {
      for (int i = 0; i < FRESH_TRACES; i++) {
        store.writer().write(Batches.of(i, 2));
      }
      awaitMoved();
      long moved = count(file(), "postings");
      store
          .writer()
          .write(new WriteBatch(List.of(), Batches.spans(0, 4, "later"), Experiment.DEFAULT_ID));
      assertThat(count(file(), "fresh_postings")).isZero();
      assertThat(count(file(), "postings")).isGreaterThan(moved);
      assertThat(found(store, "span.name = 'span 3'")).isEqualTo(1);
      assertThat(found(store, "span(name = 'span 3' AND status = 'UNSET')"))
          .isEqualTo(found(store, "span.name = 'span 3'"));
    }
  }

  @Test
  void nothingIsLeftOfDeletedTracesOnceTheFileIsCompacted() {
    try (TraceStore store = open(file())) {
      store.writer().write(Batches.of(1, 2));
      store.deletion().deleteByIds(Experiment.DEFAULT_ID, List.of(Batches.traceId(1)));
      assertThat(count(file(), "fresh_postings")).isPositive();
      store.health().compact(TraceDeletion.Progress.NONE);
      assertThat(count(file(), "fresh_postings")).isZero();
      assertThat(count(file(), "postings")).isZero();
    }
  }

  /** Wherever the log ends, each trace that is there is found, by the one table or the other. */
  @Test
  void aCrashLeavesAMoveWholeOrNotBegun() throws IOException {
    byte[] database;
    byte[] log;
    try (TraceStore store = open(file())) {
      for (int i = 0; i < 3 * FRESH_TRACES; i++) {
        store.writer().write(Batches.of(i, 2));
      }
      awaitMoved();
      database = Files.readAllBytes(file());
      log = Files.readAllBytes(file().resolveSibling("traces.db-wal"));
    }
    int frame = FRAME_HEADER_BYTES + ByteBuffer.wrap(log).getInt(8);
    int states = 0;
    for (int end = HEADER_BYTES; end + frame <= log.length; end += frame) {
      boolean isCommit = ByteBuffer.wrap(log).getInt(end + 4) != 0;
      if (!isCommit) {
        continue;
      }
      Path left = Files.createDirectory(folder.resolve("cut at " + end)).resolve("traces.db");
      Files.write(left, database);
      Files.write(left.resolveSibling("traces.db-wal"), Arrays.copyOf(log, end + frame));
      try (TraceStore store = open(left)) {
        assertThat(found(store, "span.name = 'span 1'")).isEqualTo(store.health().stats().traces());
        states++;
      }
    }
    assertThat(states).isGreaterThan(3 * FRESH_TRACES);
  }
}
