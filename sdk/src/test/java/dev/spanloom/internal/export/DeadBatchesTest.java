package dev.spanloom.internal.export;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.destination.InMemoryDestination;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.TraceLocation;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.internal.proto.SpanMessage;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.internal.spool.FileAllocation;
import dev.spanloom.internal.spool.RecordBuffer;
import dev.spanloom.internal.spool.RecordKind;
import dev.spanloom.internal.spool.SharedRecord;
import dev.spanloom.internal.spool.Spool;
import dev.spanloom.internal.spool.SpoolSettings;
import dev.spanloom.internal.spool.StoredSpool;
import dev.spanloom.internal.spool.WhenFull;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of spans whose start is in the spool of a process that has died. */
class DeadBatchesTest {
  private static final String URI = "http://traces";
  private static final String TRACE = "0123456789abcdef0123456789abcdef";
  private static final String ROOT = "0000000000000001";
  private static final String CHILD = "0000000000000002";

  @TempDir Path root;
  private Spool spool;
  private SharedRecord context;

  @BeforeEach
  void openASpool() throws IOException {
    spool =
        Spool.create(
            new SpoolSettings(
                root, 4096, 1 << 20, Duration.ofDays(1), WhenFull.DROP_OLDEST, Duration.ZERO),
            List.of(URI),
            FileAllocation.DISK);
    EncodedSpan any = EncodedSpan.of(Span.builder("tr-" + TRACE, ROOT).build());
    context = SpoolContext.encode(any, Map.of("mlflow.user", "ann"), "mine", null);
  }

  @AfterEach
  void closeIt() {
    spool.close();
  }

  private void append(RecordKind kind, java.util.function.Consumer<RecordBuffer> payload) {
    RecordBuffer buffer = RecordBuffer.take();
    payload.accept(buffer);
    spool.append(kind, false, context, buffer);
    buffer.giveBack();
  }

  private void started(String id, String parent) {
    append(
        RecordKind.SPAN_START,
        buffer -> {
          SpanMessage.head(buffer.payload(), TRACE, id, "", parent, "span " + id);
          SpanMessage.kindAndTimes(buffer.payload(), 1, 1_000_000_000L, 0);
        });
  }

  private void over(String id) {
    append(RecordKind.SPAN_OVER, buffer -> buffer.payload().writeHex(id, 8));
  }

  /** All batches that whoever adopts the spool now would ship. */
  private List<Batch> batches() throws IOException {
    DeadBatches dead = new DeadBatches(StoredSpool.open(spool.folder()).reader(URI));
    List<Batch> all = new ArrayList<>();
    for (Batch batch = dead.next(); !batch.isEmpty(); batch = dead.next()) {
      all.add(batch);
    }
    return all;
  }

  private List<Span> spans() throws IOException {
    return batches().stream()
        .flatMap(batch -> batch.spans().stream())
        .map(EncodedSpan::decode)
        .toList();
  }

  @Test
  void aSpanWithoutAnEndIsEndedAsAnError() throws IOException {
    started(ROOT, null);
    started(CHILD, ROOT);
    assertThat(spans())
        .hasSize(2)
        .allSatisfy(
            span -> {
              assertThat(span.status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
              assertThat(span.endTimeUnixNanos()).isGreaterThan(span.startTimeUnixNanos());
            });
  }

  @Test
  void readAgainItIsTheSame() throws IOException {
    started(ROOT, null);
    assertThat(spans()).isEqualTo(spans());
  }

  @Test
  void aStartThatWasAppendedAgainAfterTheEndSaysNothing() throws IOException {
    started(ROOT, null);
    over(ROOT);
    assertThat(batches()).isEmpty();
  }

  @Test
  void aTraceOfWhichNothingWasSaidIsInItsExperimentAndHasFailed() throws IOException {
    started(ROOT, null);
    InMemoryDestination destination = new InMemoryDestination();
    List<Batch> batches = batches();
    assertThat(batches).hasSize(1);
    assertThat(batches.get(0).infos())
        .singleElement()
        .satisfies(
            news -> {
              var info = news.takeInfo(destination);
              assertThat(info.experimentId())
                  .isEqualTo(destination.getOrCreateExperiment("mine").experimentId())
                  .isNotEqualTo("0");
              assertThat(info.state()).isEqualTo(TraceState.ERROR);
              assertThat(info.traceMetadata()).containsEntry("mlflow.user", "ann");
            });
  }

  @Test
  void aTraceOfACatalogKeepsTheIdThatNamesItsSchema() throws IOException {
    EncodedSpan any = EncodedSpan.of(Span.builder("tr-" + TRACE, ROOT).build());
    context =
        SpoolContext.encode(
            any,
            Map.of(),
            null,
            new TraceLocation.UnityCatalogSchema("main", "traces", null, null));
    started(ROOT, null);
    assertThat(batches().get(0).infos())
        .singleElement()
        .satisfies(
            news ->
                assertThat(news.takeInfo(new InMemoryDestination()).traceId())
                    .isEqualTo("trace:/main.traces/" + TRACE));
  }
}
