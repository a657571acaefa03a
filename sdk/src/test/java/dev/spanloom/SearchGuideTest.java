package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.destination.TracePage;
import dev.spanloom.destination.TraceSearch;
import dev.spanloom.entities.Trace;
import dev.spanloom.query.FieldPath;
import dev.spanloom.query.Filter;
import dev.spanloom.query.FilterParser;
import dev.spanloom.testjvms.GuidePage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What {@code docs/guide/search.md} shows. */
class SearchGuideTest extends TracingTest {
  private static final GuidePage PAGE = GuidePage.named("search.md");

  /** A code span of Markdown, of one backtick or of two. */
  private static final Pattern CODE = Pattern.compile("``(.+?)``(?!`)|`([^`]+)`");

  private void leaveTraces() {
    for (int i = 0; i < 25; i++) {
      int number = i;
      try (var root = Mlflow.startSpan("answer")) {
        root.setInputs(Map.of("question", "number " + i));
        Mlflow.updateCurrentTrace(t -> t.tag("env", number < 3 ? "prod" : "dev"));
        try (var model = Mlflow.startSpan("model", "LLM")) {
          model.setAttribute("model", "gpt-5");
        }
        try (var retriever = Mlflow.startSpan("retriever", "RETRIEVER")) {
          retriever.setOutputs(List.of("a document"));
        }
        if (i == 0) {
          root.setStatus("ERROR");
        }
      }
    }
  }

  @Test
  void theSearchesOfThePageFind() {
    leaveTraces();
    String experimentId = "0";

    TracePage page =
        Mlflow.searchTraces("tag.env = 'prod' AND (status = 'ERROR' OR execution_time_ms > 5000)");
    assertThat(page.traces()).hasSize(1);

    TraceSearch slowest =
        TraceSearch.builder()
            .experimentId(experimentId)
            .filter("span(type = 'LLM' AND attributes.model = 'gpt-5')")
            .orderBy("execution_time_ms DESC", "tag.env")
            .maxResults(20)
            .build();
    TracePage first = Mlflow.searchTraces(slowest);
    String token = first.nextPageToken(); // null on the last page
    TracePage second = Mlflow.searchTraces(slowest.toBuilder().pageToken(token).build());
    assertThat(first.traces()).hasSize(20).doesNotContainAnyElementsOf(second.traces());
    assertThat(second.traces()).hasSize(5);
    assertThat(second.nextPageToken()).isNull();

    try (Stream<Trace> all = Mlflow.streamTraces(slowest)) {
      all.forEach(trace -> System.out.println(trace.info().traceId()));
    }
  }

  @Test
  void thePathsOfThePageNameValues() {
    leaveTraces();
    Trace trace = Mlflow.searchTraces("tag.env = 'prod'").traces().get(0);

    Object question = FieldPath.parse("span.inputs.question").value(trace);
    Object documents = FieldPath.parse("retriever.outputs").value(trace);
    Object env = FieldPath.parse("info.tags.env").value(trace);
    assertThat(question).asString().startsWith("number ");
    assertThat(documents).isEqualTo(List.of("a document"));
    assertThat(env).isEqualTo("prod");
  }

  @Test
  void everyFilterOfThePageIsRead() {
    List<String> filters = codeOfFirstCells("## Filters", "## A value");
    assertThat(filters).hasSize(10);
    filters.forEach(filter -> assertThat(FilterParser.parse(filter)).isNotEqualTo(Filter.ALL));
  }

  @Test
  void everyPathOfThePageIsRead() {
    List<String> paths = codeOfFirstCells("## A value", "What a trace does not have");
    assertThat(paths).hasSize(10);
    paths.forEach(path -> assertThat(FieldPath.parse(path).toString()).isEqualTo(path));
  }

  @Test
  void everyLineOfJavaOnThePageIsALineOfThisTest() {
    assertThat(PAGE.java()).isNotEmpty();
    assertThat(PAGE.javaMissingIn(SearchGuideTest.class)).isEmpty();
  }

  /** The code spans in the first column of a table of the page. */
  private static List<String> codeOfFirstCells(String from, String to) {
    String page = PAGE.text();
    List<String> found = new ArrayList<>();
    for (String line : page.substring(page.indexOf(from), page.indexOf(to)).split("\n")) {
      if (line.startsWith("| `")) {
        Matcher code = CODE.matcher(line.substring(0, line.indexOf(" | ")));
        while (code.find()) {
          found.add((code.group(1) == null ? code.group(2) : code.group(1)).strip());
        }
      }
    }
    return found;
  }
}
