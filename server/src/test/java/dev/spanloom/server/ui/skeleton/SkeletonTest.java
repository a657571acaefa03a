package dev.spanloom.server.ui.skeleton;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceState;
import dev.spanloom.server.ui.skeleton.DecodedSkeleton.Row;
import dev.spanloom.storage.SpanSummary;
import dev.spanloom.storage.TraceRevision;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is written is read again, whatever the spans are. */
class SkeletonTest {
  private static final TraceInfo INFO =
      TraceInfo.builder("tr-1").experimentId("7").state(TraceState.IN_PROGRESS).build();

  private static byte[] bytes(List<SpanSummary> spans) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    Skeleton.frames(INFO, new TraceRevision("all", "spans", spans.size()), spans)
        .forEach(all::writeBytes);
    return all.toByteArray();
  }

  private static DecodedSkeleton decoded(List<SpanSummary> spans) {
    return new DecodedSkeleton(bytes(spans));
  }

  private static SpanSummary named(int number, String name, String model) {
    return new SpanSummary(
        String.format("%016x", number),
        number == 1 ? null : String.format("%016x", 1),
        name,
        "TYPE " + number,
        SpanStatusCode.OK,
        number,
        number + 5L,
        model,
        null,
        null);
  }

  @Property(tries = 300)
  void anySpansAreReadAsTheyWereWritten(@ForAll("traces") List<SpanSummary> spans) {
    DecodedSkeleton read = decoded(spans);
    assertThat(read.rows()).hasSize(spans.size());
    long first = Long.parseLong((String) read.head().get("start_ns"));
    for (int i = 0; i < spans.size(); i++) {
      SpanSummary span = spans.get(i);
      Row row = read.rows().get(i);
      assertThat(row.id()).isEqualTo(span.spanId());
      assertThat(row.start()).isEqualTo((double) (span.startTimeUnixNanos() - first));
      Long end = span.endTimeUnixNanos();
      if (end == null) {
        assertThat(row.duration()).isNaN();
      } else {
        assertThat(row.duration()).isEqualTo((double) (end - span.startTimeUnixNanos()));
      }
      assertThat(row.parent()).isEqualTo(parent(spans, span));
      assertThat(row.name()).isEqualTo(span.name());
      assertThat(row.model()).isEqualTo(span.model() == null ? "" : span.model());
      assertThat(row.type()).isEqualTo(span.type());
      assertThat(row.status())
          .isEqualTo(
              List.of(SpanStatusCode.UNSET, SpanStatusCode.OK, SpanStatusCode.ERROR)
                  .indexOf(span.status()));
      if (span.cost() == null) {
        assertThat(row.cost()).isNaN();
      } else {
        assertThat(row.cost()).isEqualTo((float) span.cost().totalCost());
      }
      assertThat(row.inputTokens())
          .isEqualTo(span.usage() == null ? -1 : (int) span.usage().inputTokens());
      assertThat(row.outputTokens())
          .isEqualTo(span.usage() == null ? -1 : (int) span.usage().outputTokens());
    }
  }

  private static int parent(List<SpanSummary> spans, SpanSummary span) {
    if (span.parentId() == null) {
      return -1;
    }
    for (int i = 0; i < spans.size(); i++) {
      if (spans.get(i).spanId().equals(span.parentId())) {
        return i;
      }
    }
    return -2;
  }

  /** Ids are unique, parents may be anybody: missing, behind the child, the span itself. */
  @Provide
  Arbitrary<List<SpanSummary>> traces() {
    Arbitrary<String> ids =
        Arbitraries.integers()
            .between(1, 60)
            .map(i -> String.format("%016x", i * 0x9E3779B97F4A7C15L));
    Arbitrary<Long> times =
        Arbitraries.oneOf(
            Arbitraries.longs().between(0, 5),
            Arbitraries.longs().between(1_700_000_000_000_000_000L, 1_700_000_100_000_000_000L));
    Arbitrary<SpanSummary> spans =
        Combinators.combine(
                ids,
                ids.injectNull(0.2),
                Arbitraries.strings().ofMaxLength(8),
                Arbitraries.of("LLM", "TOOL", "my own").injectNull(0.2),
                Arbitraries.of(SpanStatusCode.values()),
                times,
                times.injectNull(0.2),
                rests())
            .as(
                (id, parent, name, type, status, start, end, rest) ->
                    new SpanSummary(
                        id,
                        parent,
                        name,
                        type,
                        status,
                        start,
                        end,
                        rest.model(),
                        rest.usage(),
                        rest.cost()));
    return spans.list().ofMaxSize(40).uniqueElements(SpanSummary::spanId);
  }

  private static Arbitrary<Rest> rests() {
    return Combinators.combine(
            Arbitraries.of("large", "small").injectNull(0.4),
            Arbitraries.longs().between(0, 1_000_000).injectNull(0.4),
            Arbitraries.doubles().between(0, 10).injectNull(0.4))
        .as(
            (model, tokens, cost) ->
                new Rest(
                    model,
                    tokens == null ? null : new TokenUsage(tokens, tokens / 2),
                    cost == null ? null : new LlmCost(0, 0, cost)));
  }

  @Test
  void aTraceWithoutSpansIsAHeadAndAnEnd() {
    DecodedSkeleton read = decoded(List.of());
    assertThat(read.kinds()).containsExactly(1, 4);
    assertThat(read.head())
        .isEqualTo(
            Map.of(
                "trace_id", "tr-1",
                "experiment_id", "7",
                "state", "IN_PROGRESS",
                "spans", 0L,
                "start_ns", "0",
                "revision", "spans",
                "types", List.of()));
  }

  @Test
  void largeTracesComeInFramesWhoseWordsAreSentOnce() {
    List<SpanSummary> spans = new ArrayList<>();
    for (int i = 1; i <= 10_000; i++) {
      spans.add(named(i, "name " + i % 5, "model"));
    }
    DecodedSkeleton read = decoded(spans);
    assertThat(read.kinds()).containsExactly(1, 2, 3, 3, 3, 4);
    assertThat(read.rows()).extracting(Row::name).startsWith("name 1", "name 2").endsWith("name 0");
  }

  @Test
  void aSpanTakesFortyEightBytesAndItsWordsAreShared() {
    List<SpanSummary> spans = new ArrayList<>();
    for (int i = 1; i <= 50_000; i++) {
      spans.add(
          new SpanSummary(
              String.format("%016x", i),
              null,
              "call",
              "LLM",
              SpanStatusCode.OK,
              i,
              i + 1L,
              "m",
              null,
              null));
    }
    assertThat(bytes(spans).length).isLessThan(50_000 * Skeleton.BYTES_PER_SPAN + 2_000);
  }

  @Test
  void moreTypesThanAByteHoldsAreNone() {
    List<SpanSummary> spans = new ArrayList<>();
    for (int i = 1; i <= 300; i++) {
      spans.add(named(i, "n", "m"));
    }
    List<Row> rows = decoded(spans).rows();
    assertThat(rows.get(254).type()).isEqualTo("TYPE 255");
    assertThat(rows.get(255).type()).isNull();
  }

  @Test
  void modelsKeepTheirPlacesHoweverManyNamesThereAre() {
    List<SpanSummary> spans = new ArrayList<>();
    for (int i = 1; i <= 70_000; i++) {
      spans.add(named(i, "name " + i, i == 70_000 ? "late" : "early"));
    }
    List<Row> rows = decoded(spans).rows();
    assertThat(rows.get(69_999).model()).isEqualTo("late");
    assertThat(rows.get(69_999).name()).isEqualTo("name 70000");
  }

  @Test
  void modelsBeyondThePlacesThereAreAreUnknown() {
    List<SpanSummary> spans = new ArrayList<>();
    for (int i = 1; i <= 65_540; i++) {
      spans.add(named(i, "n", "model " + i));
    }
    List<Row> rows = decoded(spans).rows();
    assertThat(rows.get(65_534).model()).isEqualTo("model 65535");
    assertThat(rows.get(65_535).model()).isEmpty();
  }

  @Test
  void timesAreExactBesideASpanWithoutAStart() {
    SpanSummary early =
        new SpanSummary(
            "0000000000000001", null, "a", null, SpanStatusCode.UNSET, 0, null, null, null, null);
    SpanSummary usual =
        new SpanSummary(
            "0000000000000002",
            null,
            "b",
            null,
            SpanStatusCode.UNSET,
            1_700_000_000_000_000_001L,
            1L,
            null,
            null,
            null);
    DecodedSkeleton read = decoded(List.of(early, usual));
    assertThat(read.head().get("start_ns")).isEqualTo("1700000000000000001");
    assertThat(read.rows().get(1).start()).isZero();
    assertThat(read.rows().get(0).start()).isEqualTo(-1.7e18);
    assertThat(read.rows().get(1).duration()).isEqualTo(-1.7e18);
  }

  @Test
  void theFingerprintFollowsTheContent() {
    List<SpanSummary> spans = List.of(named(1, "a", "m"));
    TraceRevision revision = new TraceRevision("a", "b", 1);
    String known = Skeleton.fingerprint(Skeleton.frames(INFO, revision, spans));
    assertThat(Skeleton.fingerprint(Skeleton.frames(INFO, revision, spans))).isEqualTo(known);
    assertThat(Skeleton.fingerprint(Skeleton.frames(INFO, revision, List.of(named(1, "b", "m")))))
        .isNotEqualTo(known);
  }

  private record Rest(@Nullable String model, @Nullable TokenUsage usage, @Nullable LlmCost cost) {}
}
