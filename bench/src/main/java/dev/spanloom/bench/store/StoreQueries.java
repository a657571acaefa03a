package dev.spanloom.bench.store;

import dev.spanloom.bench.store.Question.Variant;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.query.Filter;
import dev.spanloom.query.FilterParser;
import dev.spanloom.storage.TracePage;
import dev.spanloom.storage.TraceQuery;
import java.util.List;

/**
 * Asks a loaded store everything that is measured, and checks every answer. {@code StoreQueries URI
 * TRACES}.
 */
public final class StoreQueries {
  private static final int DEEP_PAGE = 100;

  private final Stage stage;

  private StoreQueries(Stage stage) {
    this.stage = stage;
  }

  public static void main(String[] args) {
    Stage stage = Stage.of(args[0], Integer.parseInt(args[1]));
    try (BenchStore bench = stage.bench()) {
      run(stage);
      System.out.println(stage.table());
    }
  }

  static void run(Stage stage) {
    new Readings(stage).run();
    StoreQueries queries = new StoreQueries(stage);
    SearchSet.questions(stage.truth()).forEach(queries::ask);
    queries.askDeepPage();
    SearchSet.questions(stage.truth()).stream()
        .filter(question -> question.label().equals("experiment + state"))
        .forEach(queries::count);
    new Dashboards(stage).run();
  }

  private void ask(Question question) {
    List<Variant> variants = question.variants();
    List<Truth.Answer> answers =
        variants.stream()
            .map(variant -> stage.truth().answer(variant.experiment(), variant.truth()))
            .toList();
    List<TraceQuery> asked = variants.stream().map(variant -> query(stage, variant)).toList();
    Latencies latencies =
        Measure.calls(
            run -> stage.bench().store().search().search(asked.get(run % asked.size())),
            (page, run) -> {
              int variant = run % asked.size();
              check(variants.get(variant).filter(), page, answers.get(variant));
            });
    stage.put(question.label(), latencies);
    for (int i = 0; i < variants.size(); i++) {
      Checks.equal(
          "count of " + variants.get(i).filter(),
          stage.bench().store().search().count(asked.get(i)),
          (long) answers.get(i).count());
    }
  }

  private void count(Question question) {
    List<Variant> variants = question.variants();
    List<TraceQuery> asked = variants.stream().map(variant -> query(stage, variant)).toList();
    List<Long> answers =
        variants.stream()
            .map(v -> (long) stage.truth().answer(v.experiment(), v.truth()).count())
            .toList();
    stage.put(
        "count of " + question.label(),
        Measure.calls(
            run -> stage.bench().store().search().count(asked.get(run % asked.size())),
            (count, run) ->
                Checks.equal(
                    "count of " + question.label(), count, answers.get(run % asked.size()))));
  }

  static TraceQuery query(Stage stage, Variant variant) {
    return TraceQuery.builder(stage.experimentIds().get(variant.experiment()))
        .filter(variant.filter().isEmpty() ? Filter.ALL : FilterParser.parse(variant.filter()))
        .maxResults(Truth.PAGE)
        .build();
  }

  private static void check(String asked, TracePage page, Truth.Answer answer) {
    Checks.equal("page of " + asked, ids(page), answer.page());
    Checks.equal(
        "there are more of " + asked, page.nextPageToken() != null, answer.count() > Truth.PAGE);
  }

  private static List<String> ids(TracePage page) {
    return page.infos().stream().map(TraceInfo::traceId).toList();
  }

  /** Reads page after page by tokens, and measures the hundredth; the last one of a small store. */
  private void askDeepPage() {
    Variant everything = new Variant(SearchSet.MAIN, "", trace -> true);
    List<TraceSpec> all = stage.truth().find(SearchSet.MAIN, everything.truth());
    int pages = Math.min(DEEP_PAGE, (all.size() + Truth.PAGE - 1) / Truth.PAGE);
    TraceQuery deep = query(stage, everything);
    for (int page = 1; page < pages; page++) {
      TracePage found = stage.bench().store().search().search(deep);
      Checks.equal("page " + page, ids(found), pageOf(all, page));
      deep =
          TraceQuery.builder(stage.experimentIds().get(SearchSet.MAIN))
              .maxResults(Truth.PAGE)
              .pageToken(found.nextPageToken())
              .build();
    }
    TraceQuery asked = deep;
    stage.put(
        "page " + DEEP_PAGE + ", by cursor",
        Measure.calls(
            run -> stage.bench().store().search().search(asked),
            (found, run) -> Checks.equal("page " + pages, ids(found), pageOf(all, pages))));
  }

  private static List<String> pageOf(List<TraceSpec> all, int page) {
    int from = (page - 1) * Truth.PAGE;
    return all.subList(from, Math.min(all.size(), from + Truth.PAGE)).stream()
        .map(TraceSpec::traceId)
        .toList();
  }
}
