package dev.spanloom.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OrderByParserTest {
  @ParameterizedTest
  @CsvSource({
    "timestamp, timestamp_ms ASC",
    "timestamp_ms DESC, timestamp_ms DESC",
    "attributes.execution_time desc, execution_time_ms DESC",
    "`end_time` Asc, end_time_ms ASC",
    "status, status ASC",
    "trace.name, name ASC",
    "request_id, request_id ASC",
    "experiment_id, experiment_id ASC",
    "run_id, run_id ASC",
    "session_id DESC, session_id DESC",
    "user, user ASC",
    "total_tokens DESC, total_tokens DESC",
    "total_cost DESC, total_cost DESC",
    "span_count, span_count ASC",
    "tag.fruit, tag.fruit ASC",
    "tags.`my key` DESC, tag.`my key` DESC",
    "metadata.mlflow.sourceRun, metadata.mlflow.sourceRun ASC",
    "tag.desc desc, tag.desc DESC",
  })
  void anOrderIsAFieldAndADirection(String written, String printed) {
    assertThat(FilterPrinter.print(OrderByParser.parse(List.of(written)))).containsExactly(printed);
  }

  @Test
  void noOrderIsNoKeys() {
    assertThat(OrderByParser.parse(null)).isEmpty();
    assertThat(OrderByParser.parse(List.of())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "  ",
        "foo",
        "foo.bar",
        "trace.text",
        "prompt",
        "span.name",
        "span.attributes.x",
        "feedback.x",
        "name DOWN",
        "name ASC DESC",
        "name,",
        "name, status",
        "name = 'a'",
        "DESC",
        "tag.",
        "'name'",
        "name;"
      })
  void anythingElseIsRefused(String written) {
    assertThatThrownBy(() -> OrderByParser.parse(List.of(written)))
        .isInstanceOfSatisfying(
            MlflowException.class,
            e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE))
        .hasMessageStartingWith("order_by \"" + written + "\", column ");
  }

  @Test
  void aFieldIsNamedOnce() {
    assertThatThrownBy(() -> OrderByParser.parse(List.of("timestamp", "timestamp_ms DESC")))
        .hasMessage(
            "order_by: \"timestamp_ms DESC\" (expected: each field once, and it is there already)");
  }

  @Test
  void noItemIsNull() {
    assertThatThrownBy(() -> OrderByParser.parse(Collections.singletonList(null)))
        .isInstanceOf(MlflowException.class);
    assertThatThrownBy(() -> OrderByParser.parse(List.of("x".repeat(100_000))))
        .hasMessage("order_by: 100000 characters (expected: a field, and ASC or DESC)");
  }
}
