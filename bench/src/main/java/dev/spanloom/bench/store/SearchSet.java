package dev.spanloom.bench.store;

import dev.spanloom.bench.store.Question.Variant;
import dev.spanloom.entities.SpanType;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** The questions that a store is asked, and what they mean. */
final class SearchSet {
  static final int MAIN = 0;

  private static final int EXPERIMENTS = Workload.EXPERIMENTS.size();
  private static final int VARIANTS = 10;

  private SearchSet() {}

  /** All questions of a first page. */
  static List<Question> questions(Truth truth) {
    List<Question> questions = new ArrayList<>();
    questions.add(question("newest page", EXPERIMENTS, i -> new Variant(i, "", trace -> true)));
    questions.add(
        question(
            "experiment + state",
            EXPERIMENTS,
            i -> new Variant(i, "status = 'ERROR'", TraceSpec::error)));
    questions.add(question("tag + metadata", VARIANTS, SearchSet::tagAndMetadata));
    questions.add(question("session", VARIANTS, i -> session(truth, i)));
    questions.add(
        question("same span: type + model", Workload.MODELS.size(), SearchSet::typeAndModel));
    questions.add(
        question(
            "same span: type + model + retries",
            Workload.MODELS.size(),
            SearchSet::threeOfOneSpan));
    questions.add(question("unique attribute", VARIANTS, i -> uniqueAttribute(truth, i)));
    questions.add(question("numeric attribute", VARIANTS, SearchSet::numericAttribute));
    questions.add(question("name prefix + duration", 6, SearchSet::nameAndDuration));
    questions.add(question("feedback", VARIANTS, SearchSet::feedback));
    questions.add(question("OR/NOT mix", VARIANTS, SearchSet::mixed));
    questions.add(
        question(
            "rare word",
            Planted.RARE_WORDS,
            i -> text(Planted.rare(i), trace -> Planted.hasRare(trace.number(), i))));
    questions.add(
        question(
            "common word",
            Planted.COMMON_WORDS,
            i -> text(Planted.common(i), trace -> Planted.hasCommon(trace.number(), i))));
    questions.add(
        question(
            "part of a word",
            Planted.INNER_WORDS,
            i -> text(Planted.innerPart(i), trace -> Planted.hasInner(trace.number(), i))));
    questions.add(question("word, any case, + state", Planted.COMMON_WORDS, SearchSet::anyCase));
    return List.copyOf(questions);
  }

  private static Question question(String label, int variants, IntFunction<Variant> variant) {
    return new Question(label, IntStream.range(0, variants).mapToObj(variant).toList());
  }

  private static Variant tagAndMetadata(int i) {
    String team = Workload.TEAMS.get(i % Workload.TEAMS.size());
    String version = "2." + 2 * i + ".0";
    return new Variant(
        MAIN,
        "tag.team = '" + team + "' AND metadata.app_version = '" + version + "'",
        trace -> trace.team().equals(team) && trace.appVersion().equals(version));
  }

  private static Variant session(Truth truth, int i) {
    String session = some(truth, i).session();
    return new Variant(
        MAIN,
        "metadata.`mlflow.trace.session` = '" + session + "'",
        trace -> trace.session().equals(session));
  }

  private static Variant typeAndModel(int i) {
    String model = Workload.MODELS.get(i).name();
    return new Variant(
        MAIN,
        "span(type = 'LLM' AND attributes.model = '" + model + "')",
        trace ->
            trace.anySpan(span -> span.type().equals(SpanType.LLM) && span.model().equals(model)));
  }

  private static Variant threeOfOneSpan(int i) {
    String model = Workload.MODELS.get(i).name();
    return new Variant(
        MAIN,
        "span(type = 'RERANKER' AND attributes.model = '"
            + model
            + "' AND attributes.retries >= 3)",
        trace ->
            trace.anySpan(
                span ->
                    span.type().equals(SpanType.RERANKER)
                        && span.model().equals(model)
                        && span.retries() >= 3));
  }

  private static Variant uniqueAttribute(Truth truth, int i) {
    TraceSpec trace = some(truth, i);
    return new Variant(
        trace.experiment(),
        "span.attributes.request_ref = '"
            + Workload.requestRef(trace.number(), i % Workload.SPANS_PER_TRACE)
            + "'",
        other -> other.number() == trace.number());
  }

  private static Variant numericAttribute(int i) {
    double bound = i % 2 == 0 ? 0.99 + i / 1000.0 : i / 10_000.0;
    return i % 2 == 0
        ? new Variant(
            MAIN,
            "span.attributes.score >= " + bound,
            trace -> trace.anySpan(span -> span.score() >= bound))
        : new Variant(
            MAIN,
            "span.attributes.score < " + decimal(bound),
            trace -> trace.anySpan(span -> span.score() < bound));
  }

  private static String decimal(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static Variant nameAndDuration(int i) {
    String name = Workload.TRACE_NAMES.get(2 * i);
    String prefix = name.substring(0, name.indexOf('.'));
    long duration = 2000 + 500L * i;
    return new Variant(
        MAIN,
        "name LIKE '" + prefix + "%' AND execution_time_ms > " + duration,
        trace -> trace.name().startsWith(prefix) && trace.durationMillis() > duration);
  }

  private static Variant feedback(int i) {
    if (i < 2) {
      boolean wanted = i == 1;
      return new Variant(
          MAIN,
          "feedback.correctness = " + wanted,
          trace -> trace.correctness() != null && trace.correctness() == wanted);
    }
    double least = i / 2.0;
    return new Variant(
        MAIN,
        "feedback.quality >= " + least,
        trace -> trace.quality() != null && trace.quality() >= least);
  }

  private static Variant mixed(int i) {
    String team = Workload.TEAMS.get(i % Workload.TEAMS.size());
    String region = Workload.REGIONS.get(i % Workload.REGIONS.size());
    return new Variant(
        MAIN,
        "(status = 'ERROR' OR feedback.correctness = false) AND NOT tag.team = '"
            + team
            + "' AND (name LIKE 'support%' OR span.attributes.region = '"
            + region
            + "')",
        trace ->
            (trace.error() || Boolean.FALSE.equals(trace.correctness()))
                && !trace.team().equals(team)
                && (trace.name().startsWith("support")
                    || trace.anySpan(span -> span.region().equals(region))));
  }

  private static Variant text(String word, Predicate<TraceSpec> truth) {
    return new Variant(MAIN, "trace.text LIKE '%" + word + "%'", truth);
  }

  private static Variant anyCase(int i) {
    return new Variant(
        MAIN,
        "trace.text ILIKE '%"
            + Planted.common(i).toUpperCase(Locale.ROOT)
            + "%' AND status = 'ERROR'",
        trace -> trace.error() && Planted.hasCommon(trace.number(), i));
  }

  /** Another trace for each number. */
  private static TraceSpec some(Truth truth, int i) {
    int traces = truth.workload().traces();
    return truth.trace((int) Math.floorMod(Bits.scramble(i + 17L), (long) traces));
  }
}
