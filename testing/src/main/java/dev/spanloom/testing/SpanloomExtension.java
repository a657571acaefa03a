package dev.spanloom.testing;

import dev.spanloom.Mlflow;
import dev.spanloom.entities.Trace;
import dev.spanloom.internal.open.OpenSpans;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives each test tracing of its own, into a memory of its own: what was set before is forgotten,
 * and what the test sets is forgotten after it.
 *
 * <pre>{@code
 * @RegisterExtension
 * final SpanloomExtension tracing = new SpanloomExtension().failOnOpenSpans();
 *
 * @Test
 * void theQuestionIsTraced() {
 *   new Assistant().ask("What is ML?");
 *   assertThat(tracing.trace()).hasRootNamed("ask").span("search").hasType(SpanType.RETRIEVER);
 * }
 * }</pre>
 *
 * <p>With {@code @ExtendWith(SpanloomExtension.class)} a test takes it as a parameter. Tracing is
 * one for the process, so tests that use it must not run at the same time.
 */
public final class SpanloomExtension
    implements BeforeEachCallback, AfterEachCallback, ParameterResolver {
  private static final Duration FLUSH = Duration.ofSeconds(30);
  private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private boolean failOnOpenSpans;
  private boolean failOnUnreadTraces;
  private WatchedDestination destination = new WatchedDestination();

  /** A test that leaves spans open fails, with their names and where they were started. */
  public SpanloomExtension failOnOpenSpans() {
    failOnOpenSpans = true;
    return this;
  }

  /** A test that makes traces and looks at none, or not at all of them, fails with their names. */
  public SpanloomExtension failOnUnreadTraces() {
    failOnUnreadTraces = true;
    return this;
  }

  /** All traces of the test so far, in the order in which they began; running ones included. */
  public List<Trace> traces() {
    flush();
    return destination.traces();
  }

  /**
   * The only trace of the test.
   *
   * @throws AssertionError when there is none, or more than one; it names them
   */
  public Trace trace() {
    List<Trace> all = traces();
    if (all.size() != 1) {
      throw new AssertionError("Expected exactly one trace, but there are " + named(all));
    }
    return all.get(0);
  }

  /**
   * Waits until so many traces are complete, and returns all.
   *
   * @throws AssertionError when that did not come about in time; it names the traces and the spans
   *     that are open
   */
  public List<Trace> waitForTraces(int count, Duration timeout) {
    long limit = System.nanoTime() + timeout.toNanos();
    while (true) {
      flush();
      List<Trace> complete =
          destination.traces().stream()
              .filter(trace -> trace.info().executionDurationMillis() != null)
              .toList();
      if (complete.size() >= count) {
        return complete;
      }
      if (System.nanoTime() - limit >= 0) {
        throw new AssertionError(
            "Expected "
                + count
                + " complete traces within "
                + timeout
                + ", but there are "
                + named(complete)
                + "; open spans: "
                + described(OpenSpans.list()));
      }
      LockSupport.parkNanos(POLL_NANOS);
    }
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    destination = new WatchedDestination();
    OpenSpans.keepSites(failOnOpenSpans);
    Mlflow.reset();
    Mlflow.setDestination(destination);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    try {
      if (context.getExecutionException().isEmpty()) {
        check();
      }
    } finally {
      OpenSpans.keepSites(false);
      Mlflow.reset();
    }
  }

  private void check() {
    List<String> complaints = new ArrayList<>();
    if (failOnOpenSpans && !OpenSpans.list().isEmpty()) {
      complaints.add("The test left spans open: " + described(OpenSpans.list()));
    }
    if (failOnUnreadTraces) {
      flush();
      List<Trace> unread = destination.unread();
      if (!unread.isEmpty()) {
        complaints.add("The test made traces that it never looked at: " + named(unread));
      }
    }
    if (!complaints.isEmpty()) {
      throw new AssertionError(String.join(System.lineSeparator(), complaints));
    }
  }

  private void flush() {
    if (!Mlflow.flush(FLUSH)) {
      throw new AssertionError("Traces could not be written within " + FLUSH);
    }
  }

  private static String named(List<Trace> traces) {
    return traces.isEmpty()
        ? "none"
        : traces.size()
            + ": "
            + traces.stream()
                .map(trace -> "\"" + trace.info().name() + "\" (" + trace.info().traceId() + ")")
                .toList();
  }

  private static String described(List<OpenSpans.OpenSpan> spans) {
    return spans.isEmpty()
        ? "none"
        : spans.stream()
            .map(
                span ->
                    "\""
                        + span.name()
                        + "\""
                        + (span.startedAt() == null ? "" : " started at " + span.startedAt()))
            .toList()
            .toString();
  }

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == SpanloomExtension.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return this;
  }
}
