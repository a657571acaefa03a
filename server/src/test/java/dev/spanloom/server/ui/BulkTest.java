package dev.spanloom.server.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Many traces are tagged and deleted at once. */
class BulkTest extends UiCase {
  @BeforeEach
  void writeTraces() {
    for (int i = 1; i <= 5; i++) {
      write(span(i, 0).name(i % 2 == 0 ? "even" : "odd"));
    }
  }

  private String tag(int trace, String key) {
    return server().store().reader().info(traceId(trace)).orElseThrow().tags().get(key);
  }

  @Test
  void tracesThatAreMarkedAreTagged() {
    String ids = "{'trace_ids': ['" + traceId(1) + "', '" + traceId(2) + "', 'tr-9']";
    assertThat(ask("/traces/tags", ids + ", 'set': {'a': '1', 'b': '2'}}").get("tagged"))
        .isEqualTo(2L);
    assertThat(tag(1, "a")).isEqualTo("1");
    assertThat(tag(2, "b")).isEqualTo("2");
    assertThat(tag(3, "a")).isNull();
    ask("/traces/tags", ids + ", 'set': {'a': '3'}, 'remove': ['b', 'never set']}");
    assertThat(tag(1, "a")).isEqualTo("3");
    assertThat(tag(1, "b")).isNull();
  }

  @Test
  void allOfAScopeAreTaggedThoughTheFilterLooksAtTheTag() {
    String scope = "{'experiment_ids': ['0'], 'filter': 'tag.done IS NULL AND name = \\'odd\\''";
    assertThat(ask("/traces/tags", scope + ", 'set': {'done': 'yes'}}").get("tagged"))
        .isEqualTo(3L);
    assertThat(tag(1, "done")).isEqualTo("yes");
    assertThat(tag(2, "done")).isNull();
    assertThat(ask("/traces/tags", scope + ", 'set': {'done': 'yes'}}").get("tagged"))
        .isEqualTo(0L);
  }

  @Test
  void tagsThatNobodyMaySetAreRefusedBeforeAnythingIsChanged() {
    String id = "{'trace_ids': ['" + traceId(1) + "']";
    for (String key : List.of("mlflow.artifactLocation", "..", "")) {
      refused(
          "POST",
          UI + "/traces/tags",
          id + ", 'set': {'good': '1', '" + key + "': '2'}}",
          400,
          "INVALID_PARAMETER_VALUE");
    }
    assertThat(tag(1, "good")).isNull();
    refused("POST", UI + "/traces/tags", id + "}", 400, "INVALID_PARAMETER_VALUE", "set");
    refused(
        "POST",
        UI + "/traces/tags",
        id + ", 'set': {'a': '1'}, 'remove': ['a']}",
        400,
        "INVALID_PARAMETER_VALUE",
        "remove: a");
    refused(
        "POST",
        UI + "/traces/tags",
        "{'set': {'a': '1'}}",
        400,
        "INVALID_PARAMETER_VALUE",
        "experiment_ids");
  }

  @Test
  void tracesAreDeletedByTheirIdsAndByAScope() {
    String ids = "{'experiment_ids': ['0'], 'trace_ids': ['" + traceId(1) + "', 'tr-9']}";
    assertThat(ask("/traces/delete", ids).get("deleted")).isEqualTo(1L);
    assertThat(
            ask(
                    "/traces/delete",
                    "{'experiment_ids': ['0'], 'filter': 'name = \\'odd\\'', 'to_ms': "
                        + (START_MILLIS + 3000)
                        + "}")
                .get("deleted"))
        .isEqualTo(1L);
    assertThat(rows("")).hasSize(3);
    assertThat(ask("/traces/delete", "{'experiment_ids': ['0'], 'filter': ''}").get("deleted"))
        .isEqualTo(3L);
  }

  @Test
  void nothingIsDeletedWhereNobodySaysWhat() {
    refused(
        "POST",
        UI + "/traces/delete",
        "{'experiment_ids': ['0']}",
        400,
        "INVALID_PARAMETER_VALUE",
        "an empty filter for all");
    refused(
        "POST",
        UI + "/traces/delete",
        "{'trace_ids': ['" + traceId(1) + "']}",
        400,
        "INVALID_PARAMETER_VALUE",
        "experiment_ids");
    refused(
        "POST",
        UI + "/traces/delete",
        "{'experiment_ids': ['0'], 'trace_ids': ['" + traceId(1) + "'], 'filter': ''}",
        400,
        "INVALID_PARAMETER_VALUE",
        "the one or the others");
    assertThat(rows("")).hasSize(5);
  }
}
