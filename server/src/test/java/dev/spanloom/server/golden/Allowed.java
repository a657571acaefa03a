package dev.spanloom.server.golden;

import dev.spanloom.entities.internal.json.JsonReader;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Where our answers differ from MLflow's, and why. All that is not here must be the same. */
final class Allowed {
  /**
   * A difference that is wanted.
   *
   * @param exchange of which requests, or files: method and path
   * @param place where in the answer
   * @param when what else must hold
   * @param reason why
   */
  private record Row(Pattern exchange, Pattern place, Predicate<Difference> when, String reason) {
    static Row of(String exchange, String place, Predicate<Difference> when, String reason) {
      return new Row(Pattern.compile(exchange), Pattern.compile(place), when, reason);
    }
  }

  private static final double NEAR = 0.05;
  private static final Predicate<Difference> ALWAYS = difference -> true;
  private static final Predicate<Difference> MORE =
      difference -> Difference.NOTHING.equals(difference.theirs());

  private static final List<Row> TABLE =
      List.of(
          Row.of("GET /version", "/text", ALWAYS, "ours names the release whose answers we give"),
          Row.of(
              "POST /v1/traces",
              "/partialSuccess|/text",
              ALWAYS,
              "MLflow answers protobuf by JSON under a protobuf type; ours is an empty"
                  + " ExportTraceServiceResponse, which OTLP wants and every client takes"),
          Row.of(
              ".*",
              ".*/trace_metadata/mlflow\\.trace\\.cost",
              MORE,
              "MLflow from 3.10 on has it; 3.6, of which the recording is, did not know prices"),
          Row.of(
              ".*",
              ".*/trace_metadata/mlflow\\.trace\\.size(Bytes|Stats)",
              Allowed::isNear,
              "sizes are those of the spans as they are stored, where a text of JSON stays a text;"
                  + " MLflow has those that its client counted, and none of a TypeScript trace,"
                  + " whose spans it never saw"),
          Row.of(
              ".*",
              ".*/tags/mlflow\\.traceName",
              MORE,
              "MLflow never saw the root span of a TypeScript trace"),
          Row.of(
              ".*",
              "/traces/\\d+/spans/\\d+/attributes/\\d+/value/(kvlist_value|string_value)",
              Allowed::isTextOfAnObject,
              "a text of JSON that a program set stays a text; MLflow makes an object of it"),
          Row.of(
              ".*",
              ".*/assessments?(/\\d+)?/last_update_time",
              difference -> difference.ours() instanceof String text && text.startsWith("20"),
              "the time of an update is that of the server"),
          Row.of(
              "FILE python/.*",
              "/info/assessments/\\d+/valid",
              MORE,
              "both servers answer it of expectations too; Python's client does not write it"),
          Row.of(
              "FILE python/.*",
              "/spans/\\d+/attributes/.*",
              Allowed::isTextOfJson,
              "the same in the dict form, which Python's client makes of an answer: it makes a"
                  + " number of the text NaN, too, which both servers answer alike"));

  private Allowed() {}

  static boolean is(String exchange, Difference difference) {
    return TABLE.stream()
        .anyMatch(
            row ->
                row.exchange().matcher(exchange).lookingAt()
                    && row.place().matcher(difference.place()).matches()
                    && row.when().test(difference));
  }

  /** Missing there, or the same numbers but for a few bytes. */
  private static boolean isNear(Difference difference) {
    List<Double> theirs = numbers(difference.theirs());
    List<Double> ours = numbers(difference.ours());
    return MORE.test(difference)
        || (theirs.size() == ours.size()
            && IntStream.range(0, ours.size())
                .allMatch(i -> Math.abs(ours.get(i) - theirs.get(i)) <= theirs.get(i) * NEAR));
  }

  private static List<Double> numbers(@Nullable Object text) {
    return Pattern.compile("(?<![a-z])\\d+")
        .matcher(String.valueOf(text))
        .results()
        .map(number -> Double.valueOf(number.group()))
        .toList();
  }

  private static boolean isTextOfJson(Difference difference) {
    return difference.ours() instanceof String text
        && JsonReader.readOrText(text) instanceof String inner
        && inner.equals(difference.theirs());
  }

  private static boolean isTextOfAnObject(Difference difference) {
    return difference.ours() instanceof String text && MORE.test(difference)
        ? JsonReader.readOrText(text) instanceof Map
        : Difference.NOTHING.equals(difference.ours());
  }
}
