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

import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
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
}
