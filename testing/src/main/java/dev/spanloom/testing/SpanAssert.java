package dev.spanloom.testing;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.Trace;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.AbstractAssert;
import org.jspecify.annotations.Nullable;

/**
 * Assertions on a span. Expected values are any that a span takes; they are compared with what it
 * keeps of them, so that {@code 3} equals {@code 3L} and a record equals the map of its components.
 */
public final class SpanAssert extends AbstractAssert<SpanAssert, Span> {
  private final @Nullable Trace trace;

  SpanAssert(Span actual, @Nullable Trace trace) {
    super(actual, SpanAssert.class);
    this.trace = trace;
  }

  public SpanAssert hasName(String expected) {
    return check(expected.equals(span().name()), "name \"" + expected + "\"", span().name());
  }

  public SpanAssert hasType(String expected) {
    return check(expected.equals(span().spanType()), "type " + expected, span().spanType());
  }

  public SpanAssert isRoot() {
    return check(span().isRoot(), "no parent", "parent " + span().parentId());
  }

  public SpanAssert hasParent(Span expected) {
    return check(
        expected.spanId().equals(span().parentId()),
        "parent \"" + expected.name() + "\" (" + expected.spanId() + ")",
        parentName());
  }

  /**
   * The name of the parent.
   *
   * @throws IllegalStateException when this assertion did not come from a trace
   */
  public SpanAssert hasParent(String expectedName) {
    if (trace == null) {
      throw new IllegalStateException(
          "hasParent(name) needs the trace: assertThat(trace).span(name), or hasParent(span)");
    }
    String parentId = span().parentId();
    String name =
        parentId == null ? null : trace.findSpan(parentId).map(Span::name).orElse(parentId);
    return check(expectedName.equals(name), "parent \"" + expectedName + "\"", parentName());
  }

  private String parentName() {
    String parentId = span().parentId();
    if (parentId == null) {
      return "none, it is a root";
    }
    return trace == null
        ? parentId
        : trace.findSpan(parentId).map(parent -> "\"" + parent.name() + "\"").orElse(parentId);
  }

  public SpanAssert hasInputs(@Nullable Object expected) {
    return hasValue("inputs", SpanAttributeKey.INPUTS, Values.kept(expected));
  }

  public SpanAssert hasInputsJson(String expected) {
    return hasValue("inputs", SpanAttributeKey.INPUTS, Values.ofJson(expected));
  }

  public SpanAssert hasOutputs(@Nullable Object expected) {
    return hasValue("outputs", SpanAttributeKey.OUTPUTS, Values.kept(expected));
  }

  public SpanAssert hasOutputsJson(String expected) {
    return hasValue("outputs", SpanAttributeKey.OUTPUTS, Values.ofJson(expected));
  }

  public SpanAssert hasAttribute(String key) {
    return check(
        span().attributeValues().containsKey(key),
        "attribute \"" + key + "\"",
        span().attributeValues().keySet());
  }

  public SpanAssert hasAttribute(String key, @Nullable Object expected) {
    return hasValue("attribute \"" + key + "\"", key, Values.kept(expected));
  }

  public SpanAssert hasNoAttribute(String key) {
    return check(
        !span().attributeValues().containsKey(key),
        "no attribute \"" + key + "\"",
        span().attribute(key));
  }

  private SpanAssert hasValue(String what, String key, @Nullable Object expected) {
    boolean there = span().attributeValues().containsKey(key);
    Object value = span().attribute(key);
    return check(
        there && Values.equal(value, expected),
        what + " " + Values.json(expected),
        there ? Values.json(value) : "none");
  }

  public SpanAssert hasStatus(SpanStatusCode expected) {
    return check(span().status().statusCode() == expected, "status " + expected, span().status());
  }

  public SpanAssert isOk() {
    return hasStatus(SpanStatusCode.OK);
  }

  public SpanAssert isError() {
    return hasStatus(SpanStatusCode.ERROR);
  }

  public SpanAssert hasStatusDescription(String expected) {
    return check(
        expected.equals(span().status().description()),
        "status description \"" + expected + "\"",
        span().status());
  }

  public SpanAssert hasEventCount(int expected) {
    return check(span().events().size() == expected, expected + " events", eventNames());
  }

  public SpanAssert hasEvent(String name) {
    return check(
        span().events().stream().anyMatch(event -> event.name().equals(name)),
        "event \"" + name + "\"",
        eventNames());
  }

  /** An event of this name that has at least these attributes. */
  public SpanAssert hasEvent(String name, Map<String, ?> attributes) {
    boolean found =
        span().events().stream()
            .filter(event -> event.name().equals(name))
            .anyMatch(event -> hasAll(event, attributes));
    return check(found, "event \"" + name + "\" with " + Values.json(attributes), span().events());
  }

  private static boolean hasAll(SpanEvent event, Map<String, ?> attributes) {
    return attributes.entrySet().stream()
        .allMatch(entry -> Values.equal(event.attributes().get(entry.getKey()), entry.getValue()));
  }

  public SpanAssert hasExceptionEvent(Class<? extends Throwable> type) {
    return hasEvent(SpanEvent.EXCEPTION, Map.of(SpanEvent.EXCEPTION_TYPE, type.getName()));
  }

  public SpanAssert hasExceptionEvent(Class<? extends Throwable> type, String message) {
    return hasEvent(
        SpanEvent.EXCEPTION,
        Map.of(SpanEvent.EXCEPTION_TYPE, type.getName(), SpanEvent.EXCEPTION_MESSAGE, message));
  }

  private List<String> eventNames() {
    return span().events().stream().map(SpanEvent::name).toList();
  }

  private Span span() {
    isNotNull();
    return Objects.requireNonNull(actual);
  }

  private SpanAssert check(boolean holds, String expected, @Nullable Object found) {
    if (!holds) {
      failWithMessage(
          "Expected span \"%s\" to have %s, but found: %s", span().name(), expected, found);
    }
    return this;
  }
}
