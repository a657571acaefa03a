package dev.spanloom.query;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.query.PathSteps.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Names one value of a trace. Counterpart of MLflow's {@code extract_fields} and of {@code
 * --extract-fields} of its command line. Immutable and thread-safe.
 *
 * <table>
 *   <caption>What a path can be</caption>
 *   <tr><td>{@code info.state}, {@code info.tags.env}, {@code info.token_usage.total_tokens}</td>
 *       <td>a fact of the trace</td></tr>
 *   <tr><td>{@code span.inputs}, {@code span.outputs.answer.text}</td>
 *       <td>of the root span</td></tr>
 *   <tr><td>{@code span.retriever.outputs}, or {@code retriever.outputs} as MLflow has it</td>
 *       <td>of the last span of that name that has the value</td></tr>
 *   <tr><td>{@code data.spans.*.name}, {@code info.assessments.0.rationale}</td>
 *       <td>inside MLflow's dict form: {@code *} is all of a list or map, a number one of a list
 *       </td></tr>
 * </table>
 *
 * <p>A name with dots stands in backticks, {@code info.tags.`a.b`}; without them it is found where
 * it is the rest of the path, as in {@code info.tags.mlflow.traceName}.
 */
public final class FieldPath {
  private static final Step NOTHING = new Step("", true);

  private final String text;
  private final boolean readsSpans;
  private final Function<Trace, @Nullable Object> value;

  private FieldPath(String text, boolean readsSpans, Function<Trace, @Nullable Object> value) {
    this.text = text;
    this.readsSpans = readsSpans;
    this.value = value;
  }

  /**
   * Reads a path.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE for a text that is none; it says what was
   *     expected
   */
  public static FieldPath parse(String text) {
    List<Step> steps = PathSteps.of(text);
    if (steps.size() < 2) {
      throw MlflowException.invalidParameter(
          "field \""
              + text
              + "\" (expected: a dot and a name behind, as in info.state, span.inputs.question,"
              + " retriever.outputs)");
    }
    Step first = steps.get(0);
    return switch (first.quoted() ? "" : first.text()) {
      case "info" -> ofInfo(text, steps);
      case "data" -> ofData(text, steps);
      case "span" ->
          spanWord(steps.get(1)) != null
              ? ofSpan(text, null, steps, 1)
              : ofSpan(text, steps.get(1).text(), steps, 2);
      default -> ofSpan(text, first.text(), steps, 1);
    };
  }

  /**
   * Reads a list with commas between the paths.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE for a text that is none
   */
  public static List<FieldPath> parseAll(String list) {
    return PathSteps.list(list).stream().map(FieldPath::parse).toList();
  }

  /**
   * The value in a trace, as plain Java values (String, Long, Double, Boolean, List, Map); null
   * where the trace has none. A path with {@code *} gives a list of what there is.
   */
  public @Nullable Object value(Trace trace) {
    return value.apply(trace);
  }

  /** Whether the spans of a trace are looked at; if not, its info is enough. */
  public boolean readsSpans() {
    return readsSpans;
  }

  private static FieldPath ofInfo(String text, List<Step> steps) {
    String name = steps.get(1).text();
    Function<TraceInfo, @Nullable Object> field = NamedValues.OF_INFO.get(name);
    if (field == null) {
      throw unknown(text, name, String.join(", ", NamedValues.OF_INFO.keySet()));
    }
    PathWalk rest = new PathWalk(steps.subList(2, steps.size()));
    return new FieldPath(text, false, trace -> rest.from(field.apply(trace.info())));
  }

  private static FieldPath ofData(String text, List<Step> steps) {
    PathWalk rest = new PathWalk(steps.subList(2, steps.size()));
    return switch (steps.get(1).text()) {
      case "spans" ->
          new FieldPath(
              text,
              true,
              trace -> rest.from(trace.data().spans().stream().map(Span::toMap).toList()));
      case "request" -> new FieldPath(text, true, trace -> rest.from(trace.data().request()));
      case "response" -> new FieldPath(text, true, trace -> rest.from(trace.data().response()));
      default -> throw unknown(text, steps.get(1).text(), "spans, request, response");
    };
  }

  private static FieldPath ofSpan(
      String text, @Nullable String name, List<Step> steps, int wordIndex) {
    Step step = wordIndex < steps.size() ? steps.get(wordIndex) : NOTHING;
    Function<Span, @Nullable Object> word = spanWord(step);
    if (word == null) {
      throw unknown(
          text,
          step.text(),
          String.join(", ", NamedValues.OF_SPAN.keySet())
              + " behind the name of a span, which has backticks around it when it has dots");
    }
    PathWalk rest = new PathWalk(steps.subList(wordIndex + 1, steps.size()));
    return new FieldPath(
        text,
        true,
        name == null
            ? trace -> trace.data().root().map(span -> rest.from(word.apply(span))).orElse(null)
            : trace -> lastOf(trace, name, word, rest));
  }

  /** Null when the step is none: in backticks it is a name. */
  private static @Nullable Function<Span, @Nullable Object> spanWord(Step step) {
    return step.quoted() ? null : NamedValues.OF_SPAN.get(step.text());
  }

  private static @Nullable Object lastOf(
      Trace trace, String name, Function<Span, @Nullable Object> word, PathWalk rest) {
    List<Span> named = new ArrayList<>(trace.searchSpansByName(name));
    for (int i = named.size() - 1; i >= 0; i--) {
      Object found = rest.from(word.apply(named.get(i)));
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private static MlflowException unknown(String text, String found, String expected) {
    return MlflowException.invalidParameter(
        "field \"" + text + "\": \"" + found + "\" (expected: one of " + expected + ")");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FieldPath that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** As it was written. */
  @Override
  public String toString() {
    return text;
  }
}
