package dev.spanloom.weaving.behaviour;

import static dev.spanloom.testing.SpanloomAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.Trace;
import dev.spanloom.testing.SpanAssert;
import dev.spanloom.testjvms.Jdk;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What came of a subject, and words to say what should have. */
record Outcome(Way way, Jdk jdk, Toolchain toolchain, Observation seen) {
  /** What unwoven code says of a block that failed. */
  static final String NOT_VISIBLE =
      "An exception left the block; close() cannot see it. Weaving or withSpan records it.";

  // ---- spans

  Trace trace() {
    assertThat(seen.traces()).as("traces").hasSize(1);
    return seen.traces().get(0);
  }

  Trace trace(int index) {
    assertThat(seen.traces()).as("traces").hasSizeGreaterThan(index);
    return seen.traces().get(index);
  }

  SpanAssert span(String name) {
    return assertThat(trace()).span(name);
  }

  Outcome noTraces() {
    assertThat(seen.traces()).as("traces").isEmpty();
    return this;
  }

  Outcome traces(int count) {
    assertThat(seen.traces()).as("traces").hasSize(count);
    return this;
  }

  /** The only trace as a tree: two blanks for each level. */
  Outcome tree(String... lines) {
    assertThat(trace()).hasTree(lines);
    return this;
  }

  /** The span ended well: OK, and without events. */
  Outcome ok(String name) {
    span(name).isOk().hasEventCount(0);
    return this;
  }

  /** The trace's only root has this name and ended well. */
  void okRoot(Trace trace, String name) {
    assertThat(trace).root().hasName(name).isOk().hasEventCount(0);
  }

  /**
   * The span ended with the exception: its event once, ERROR, {@code Type: message}. Unwoven code
   * only knows that it failed.
   */
  Outcome failed(String name, Class<? extends Throwable> type, String message) {
    return failed(trace(), name, type.getName(), message);
  }

  Outcome failed(Trace trace, String name, String type, String message) {
    if (!way.weaves()) {
      return failedInvisibly(trace, name);
    }
    return failedWithEvent(trace, name, type, message);
  }

  /** The same for code that records the exception by itself, woven or not. */
  Outcome failedWithEvent(String name, Class<? extends Throwable> type, String message) {
    return failedWithEvent(trace(), name, type.getName(), message);
  }

  private Outcome failedWithEvent(Trace trace, String name, String type, String message) {
    Span span = only(trace, name);
    String simple = type.substring(Math.max(type.lastIndexOf('.'), type.lastIndexOf('$')) + 1);
    assertThat(span).isError().hasStatusDescription(simple + ": " + message).hasEventCount(1);
    SpanEvent event = span.events().get(0);
    assertThat(event.name()).isEqualTo(SpanEvent.EXCEPTION);
    assertThat(event.attributes())
        .containsEntry(SpanEvent.EXCEPTION_TYPE, type)
        .containsEntry(SpanEvent.EXCEPTION_MESSAGE, message);
    assertThat(event.attributes().get(SpanEvent.EXCEPTION_STACKTRACE))
        .asString()
        .startsWith(type)
        .contains("\tat subjects.");
    return this;
  }

  private Outcome failedInvisibly(Trace trace, String name) {
    Span span = only(trace, name);
    assertThat(span).isError().hasEventCount(0);
    assertThat(span.status().description()).isEqualTo(NOT_VISIBLE);
    return this;
  }

  private static Span only(Trace trace, String name) {
    List<Span> found = trace.searchSpansByName(name);
    assertThat(found).as("spans named " + name).hasSize(1);
    return found.get(0);
  }

  /** Every span has ended. */
  Outcome allEnded() {
    for (Trace trace : seen.traces()) {
      for (Span span : trace.data().spans()) {
        assertThat(span.isEnded()).as(span.name() + " has ended").isTrue();
        assertThat(span.status().statusCode()).isNotEqualTo(SpanStatusCode.UNSET);
      }
    }
    return this;
  }

  /** The items of a stream: an event each, with its value as JSON. */
  Outcome chunks(String name, String... values) {
    List<SpanEvent> events = only(trace(), name).events();
    assertThat(events).extracting(SpanEvent::name).hasSameSizeAs(values);
    for (int i = 0; i < values.length; i++) {
      assertThat(events.get(i).name()).isEqualTo("mlflow.chunk.item." + i);
      assertThat(events.get(i).attributes()).containsEntry("mlflow.chunk.value", values[i]);
    }
    return this;
  }

  // ---- inputs

  /**
   * The inputs of a span: names and values in turn. Without {@code -parameters} and debug
   * information the names are {@code arg0}, {@code arg1}, ….
   */
  Outcome inputs(String name, Object... namesAndValues) {
    return inputs(trace(), name, namesAndValues);
  }

  Outcome inputs(Trace trace, String name, Object... namesAndValues) {
    Map<String, Object> expected = new LinkedHashMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      expected.put(
          toolchain.keepsParameterNames() ? (String) namesAndValues[i] : "arg" + i / 2,
          namesAndValues[i + 1]);
    }
    assertThat(trace).span(name).hasInputs(expected);
    return this;
  }

  // ---- what the program itself saw

  Outcome returned(Object value) {
    assertThat(seen.caughtText()).as("what escaped the subject").isEmpty();
    assertThat(seen.returned()).as("returned").isEqualTo(String.valueOf(value));
    return this;
  }

  Outcome note(String key, Object value) {
    assertThat(seen.notes()).as("notes").containsEntry(key, String.valueOf(value));
    return this;
  }

  Outcome said(String... words) {
    assertThat(seen.notes().getOrDefault("said", "")).isEqualTo(String.join(" ", words));
    return this;
  }

  /** Nothing escaped the subject. */
  Outcome quiet() {
    assertThat(seen.caughtText()).as("what escaped the subject").isEmpty();
    return unharmed();
  }

  /** What escaped the subject is the very exception that it threw last, as it was. */
  Outcome threwItself() {
    assertThat(seen.marks()).as("thrown on purpose").isNotEmpty();
    assertThat(seen.marks().get(seen.marks().size() - 1).isCaught())
        .as("the same object escapes, not " + seen.caughtText())
        .isTrue();
    return unharmed();
  }

  /** All exceptions are as they were thrown: the same stack trace, and nothing suppressed. */
  Outcome unharmed() {
    for (Observation.Mark mark : seen.marks()) {
      assertThat(mark.sameStackTrace()).as(mark.type() + " keeps its stack trace").isTrue();
      assertThat(mark.suppressed()).as("suppressed of " + mark.type()).isEmpty();
    }
    return this;
  }

  /** What the exception that was thrown first got suppressed, as Java says it should. */
  Outcome suppressed(String... texts) {
    assertThat(seen.marks().get(0).suppressed()).isEqualTo(Arrays.asList(texts));
    assertThat(seen.marks()).allMatch(Observation.Mark::sameStackTrace);
    return this;
  }

  /** What escaped the subject is the first exception that it made. */
  Outcome threwTheFirst() {
    assertThat(seen.marks().get(0).isCaught()).as("the first escapes").isTrue();
    return this;
  }
}
