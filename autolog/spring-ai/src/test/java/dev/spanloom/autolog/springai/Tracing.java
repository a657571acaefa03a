package dev.spanloom.autolog.springai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.Mlflow;
import dev.spanloom.autolog.contract.FakeProvider;
import dev.spanloom.destination.InMemoryDestination;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A provider, a destination in memory, and questions to what it got. */
@Timeout(120)
abstract class Tracing {
  FakeProvider provider;

  @BeforeEach
  void start() {
    Mlflow.reset();
    Mlflow.setDestination(new InMemoryDestination());
    provider = new FakeProvider();
  }

  @AfterEach
  void stop() {
    provider.close();
    Mlflow.reset();
  }

  static List<Trace> traces() {
    Mlflow.flush();
    return Mlflow.searchTraces().traces();
  }

  static Trace onlyTrace() {
    List<Trace> all = traces();
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  static List<Span> all(Trace trace, String name) {
    return trace.data().spans().stream().filter(span -> span.name().equals(name)).toList();
  }

  static Span named(Trace trace, String name) {
    List<Span> found = all(trace, name);
    assertThat(found).as("%s in %s", name, trace.data().spans()).hasSize(1);
    return found.get(0);
  }

  static Span spanContaining(Trace trace, String part) {
    List<Span> found =
        trace.data().spans().stream().filter(span -> span.name().contains(part)).toList();
    assertThat(found).as("%s in %s", part, trace.data().spans()).hasSize(1);
    return found.get(0);
  }

  static boolean isBelow(Trace trace, Span span, Span other) {
    String parent = span.parentId();
    while (parent != null && !parent.equals(other.spanId())) {
      String id = parent;
      parent =
          trace.data().spans().stream()
              .filter(one -> one.spanId().equals(id))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no span " + id))
              .parentId();
    }
    return parent != null;
  }

  /**
   * A stream tells the program that it is over before its observations end.
   *
   * @param names of all spans that must have ended, as often as they must be there
   */
  static void waitForEnds(String... names) {
    waitUntil(() -> haveEnded(names));
  }

  /** A span between others may end after both. */
  static void waitForParents() {
    waitUntil(Tracing::haveParents);
  }

  private static void waitUntil(BooleanSupplier condition) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (System.nanoTime() < end && !condition.getAsBoolean()) {
      Thread.onSpinWait();
    }
    assertThat(condition.getAsBoolean()).as("%s", traces()).isTrue();
  }

  private static boolean haveParents() {
    Trace trace = onlyTrace();
    return trace.data().spans().stream()
        .map(Span::parentId)
        .allMatch(parent -> parent == null || trace.findSpan(parent).isPresent());
  }

  private static boolean haveEnded(String... names) {
    List<Trace> all = traces();
    List<Span> spans = all.isEmpty() ? List.of() : all.get(0).data().spans();
    List<String> waitedFor = new ArrayList<>(List.of(names));
    for (Span span : spans) {
      if (span.endTimeUnixNanos() != null) {
        waitedFor.remove(span.name());
      }
    }
    return waitedFor.isEmpty();
  }
}
