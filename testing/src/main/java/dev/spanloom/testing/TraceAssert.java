package dev.spanloom.testing;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.Expectation;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/** Assertions on a trace. Each failure shows the trace as a tree. */
public final class TraceAssert extends AbstractAssert<TraceAssert, Trace> {
  TraceAssert(Trace actual) {
    super(actual, TraceAssert.class);
  }

  public TraceAssert hasSpanCount(int expected) {
    int count = trace().data().spans().size();
    check(count == expected, "%d spans", expected, "%d", count);
    return this;
  }

  public TraceAssert hasState(TraceState expected) {
    TraceState state = trace().info().state();
    check(state == expected, "state %s", expected, "%s", state);
    return this;
  }

  public TraceAssert isOk() {
    return hasState(TraceState.OK);
  }

  public TraceAssert isError() {
    return hasState(TraceState.ERROR);
  }

  public TraceAssert isInProgress() {
    return hasState(TraceState.IN_PROGRESS);
  }

  public TraceAssert hasRootNamed(String expected) {
    String name = trace().data().root().map(Span::name).orElse(null);
    check(expected.equals(name), "a root named \"%s\"", expected, "\"%s\"", name);
    return this;
  }

  public TraceAssert hasTag(String key, String expected) {
    return hasEntry("tag", trace().info().tags(), key, expected);
  }

  public TraceAssert hasMetadata(String key, String expected) {
    return hasEntry("metadata", trace().info().traceMetadata(), key, expected);
  }

  private TraceAssert hasEntry(
      String what, Map<String, String> entries, String key, String expected) {
    check(
        expected.equals(entries.get(key)),
        "%s",
        what + " \"" + key + "\" = \"" + expected + "\"",
        "%s",
        entries);
    return this;
  }

  public TraceAssert hasRequestPreview(String expected) {
    String preview = trace().info().requestPreview();
    check(expected.equals(preview), "request preview <%s>", expected, "<%s>", preview);
    return this;
  }

  public TraceAssert hasResponsePreview(String expected) {
    String preview = trace().info().responsePreview();
    check(expected.equals(preview), "response preview <%s>", expected, "<%s>", preview);
    return this;
  }

  /** Valid feedback of this name and value. */
  public TraceAssert hasFeedback(String name, Object value) {
    boolean found =
        trace().searchAssessments().stream()
            .anyMatch(
                assessment ->
                    assessment instanceof Feedback feedback
                        && feedback.name().equals(name)
                        && Values.equal(feedback.value(), value));
    check(found, "feedback %s", name + " = " + value, "%s", assessments());
    return this;
  }

  /** A valid expectation of this name and value. */
  public TraceAssert hasExpectation(String name, Object value) {
    boolean found =
        trace().searchAssessments().stream()
            .anyMatch(
                assessment ->
                    assessment instanceof Expectation expectation
                        && expectation.name().equals(name)
                        && Values.equal(expectation.value(), value));
    check(found, "expectation %s", name + " = " + value, "%s", assessments());
    return this;
  }

  private List<String> assessments() {
    return trace().info().assessments().stream().map(Assessment::toString).toList();
  }

  /**
   * The names of the spans as a tree: two spaces for each level, siblings by their start.
   *
   * <pre>{@code
   * assertThat(trace).hasTree("ask", "  search", "  answer", "    chat");
   * }</pre>
   */
  public TraceAssert hasTree(String... expected) {
    List<String> lines = lines(trace());
    check(
        lines.equals(Arrays.asList(expected)),
        "the tree%n%s",
        indented(List.of(expected)),
        "%s",
        "another");
    return this;
  }

  /**
   * Goes on with the span of a name.
   *
   * @throws AssertionError when there is none, or more than one
   */
  public SpanAssert span(String name) {
    List<Span> found = trace().searchSpansByName(name);
    check(found.size() == 1, "exactly one span named \"%s\"", name, "%d", found.size());
    return new SpanAssert(found.get(0), trace());
  }

  /** Goes on with the root. */
  public SpanAssert root() {
    Span root = trace().data().root().orElse(null);
    check(root != null, "%s", "a root", "%s", "none");
    return new SpanAssert(Objects.requireNonNull(root), trace());
  }

  private Trace trace() {
    isNotNull();
    return actual;
  }

  private void check(
      boolean holds, String expected, @Nullable Object value, String found, @Nullable Object is) {
    if (!holds) {
      failWithMessage(
          "Expected %s, but found %s in trace %s (%s):%n%s",
          String.format(expected, value),
          String.format(found, is),
          trace().info().traceId(),
          trace().info().state(),
          indented(lines(trace())));
    }
  }

  private static String indented(List<String> lines) {
    return "  " + String.join(System.lineSeparator() + "  ", lines);
  }

  private static List<String> lines(Trace trace) {
    List<String> lines = new ArrayList<>();
    for (Span span : trace.data().spans()) {
      String parent = span.parentId();
      if (parent == null || trace.findSpan(parent).isEmpty()) {
        addLines(trace, span, "", lines);
      }
    }
    return lines;
  }

  private static void addLines(Trace trace, Span span, String indent, List<String> into) {
    into.add(indent + span.name());
    for (Span child : trace.data().spans()) {
      if (span.spanId().equals(child.parentId())) {
        addLines(trace, child, indent + "  ", into);
      }
    }
  }
}
