package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Examples.OTHER_TRACE;
import static dev.spanloom.storage.contract.Examples.TRACE;
import static dev.spanloom.storage.contract.Examples.child;
import static dev.spanloom.storage.contract.Examples.nanos;
import static dev.spanloom.storage.contract.Examples.root;
import static dev.spanloom.storage.contract.Examples.span;
import static dev.spanloom.storage.contract.Examples.spanId;
import static dev.spanloom.storage.contract.Examples.traceId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.WriteBatch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Traces are found by id, in the order asked, their spans in an order of their own. */
public abstract class TraceReadingContract extends StoreContract {
  @Test
  void aTraceThatIsNotThereIsEmpty() {
    assertThat(store.reader().info(TRACE)).isEmpty();
    assertThat(store.reader().trace(TRACE)).isEmpty();
    assertThat(store.reader().infos(List.of())).isEmpty();
  }

  @Test
  void tracesComeInTheOrderAskedWithoutTheMissing() {
    write(root(TRACE), root(OTHER_TRACE));
    List<String> asked = List.of(OTHER_TRACE, traceId(3), TRACE, OTHER_TRACE);
    assertThat(store.reader().infos(asked))
        .extracting(TraceInfo::traceId)
        .containsExactly(OTHER_TRACE, TRACE, OTHER_TRACE);
    assertThat(store.reader().traces(asked))
        .extracting(trace -> trace.info().traceId())
        .containsExactly(OTHER_TRACE, TRACE, OTHER_TRACE);
  }

  @Test
  void theInfoOfATraceIsTheInfoAlone() {
    write(root(TRACE), child(TRACE, 1));
    Trace trace = readTrace(TRACE);
    assertThat(trace.info()).isEqualTo(readInfo(TRACE));
    assertThat(store.reader().infos(List.of(TRACE))).containsExactly(trace.info());
  }

  @Test
  void rootsComeFirstThenSpansByStart() {
    Span early = span(TRACE, 1).parentId(spanId(0)).startTimeUnixNanos(nanos(-5)).build();
    Span secondRoot = span(TRACE, 7).build();
    writeEach(child(TRACE, 4), secondRoot, child(TRACE, 2), early, root(TRACE));
    assertThat(readTrace(TRACE).data().spans())
        .containsExactly(root(TRACE), secondRoot, early, child(TRACE, 2), child(TRACE, 4));
  }

  @Test
  void spansOfTheSameStartComeById() {
    Span a = span(TRACE, 1).parentId(spanId(0)).startTimeUnixNanos(nanos(1)).build();
    Span b = span(TRACE, 2).parentId(spanId(0)).startTimeUnixNanos(nanos(1)).build();
    Span c = span(TRACE, 3).parentId(spanId(0)).startTimeUnixNanos(nanos(1)).build();
    write(c, a, b);
    assertThat(readTrace(TRACE).data().spans()).containsExactly(a, b, c);
  }

  @Test
  void manyTracesAreReadAtOnceEachWithItsOwn() {
    int count = 150;
    List<Span> roots = new ArrayList<>();
    List<TraceInfo> said = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      String id = traceId(100 + i);
      ids.add(0, id);
      roots.add(root(id));
      if (i % 3 != 0) { // the others have no tags but the store's
        said.add(TraceInfo.builder(id).experimentId("0").tag("number", "no " + i).build());
      }
    }
    write(roots.toArray(Span[]::new));
    store.writer().write(new WriteBatch(said, List.of(), "0"));
    for (int i = 0; i < count; i += 50) {
      Feedback feedback = Feedback.builder("right").value(i).traceId(traceId(100 + i)).build();
      store.assessments().create(feedback);
    }
    List<TraceInfo> alone = ids.stream().map(this::readInfo).toList();

    assertThat(alone).extracting(info -> info.tags().get("number")).contains("no 1", "no 149");
    assertThat(alone).filteredOn(info -> !info.assessments().isEmpty()).hasSize(3);
    assertThat(store.reader().infos(ids)).isEqualTo(alone);
    assertThat(store.reader().traces(ids)).extracting(Trace::info).isEqualTo(alone);
    assertThat(store.search().search(TraceQuery.builder("0").maxResults(count).build()).infos())
        .containsExactlyInAnyOrderElementsOf(alone);
  }

  @Test
  void spansOfManyWritesAreReadTogether() {
    List<Span> spans = new ArrayList<>(List.of(root(TRACE)));
    for (int i = 1; i <= 40; i++) {
      spans.add(child(TRACE, i));
    }
    writeEach(spans.toArray(Span[]::new));

    assertThat(readTrace(TRACE).data().spans()).isEqualTo(spans);
  }
}
