package dev.spanloom.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.TraceInfo;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OrderValuesTest {
  private static final OrderKey NAME = new OrderKey(TraceField.NAME, false);
  private static final OrderKey NAME_DOWN = new OrderKey(TraceField.NAME, true);

  private static List<@Nullable Object> one(@Nullable Object value) {
    return Collections.singletonList(value);
  }

  @Test
  void whoHasNoValueComesLastInBothDirections() {
    for (OrderKey key : List.of(NAME, NAME_DOWN)) {
      Comparator<List<@Nullable Object>> order = OrderValues.comparator(List.of(key));
      assertThat(order.compare(one(null), one("a"))).isPositive();
      assertThat(order.compare(one("a"), one(null))).isNegative();
      assertThat(order.compare(one(null), one(null))).isZero();
    }
    assertThat(OrderValues.comparator(List.of(NAME)).compare(one("a"), one("b"))).isNegative();
    assertThat(OrderValues.comparator(List.of(NAME_DOWN)).compare(one("a"), one("b"))).isPositive();
    assertThat(OrderValues.comparator(List.of(NAME)).compare(one(2L), one(10L))).isNegative();
    assertThat(OrderValues.comparator(List.of(NAME)).compare(one(2.5), one(2L))).isPositive();
  }

  @Test
  void theValuesAreThoseThatFiltersCompare() {
    TraceInfo info =
        TraceInfo.builder("tr-1")
            .requestTimeUnixMillis(100)
            .executionDurationMillis(20L)
            .tag("fruit", "apple")
            .metadata("mlflow.trace.cost", "{\"total_cost\": 0.5}")
            .metadata("mlflow.trace.tokenUsage", "{\"total_tokens\": 7}")
            .build();
    List<OrderKey> keys =
        OrderByParser.parse(
            List.of(
                "timestamp",
                "end_time",
                "execution_time",
                "span_count",
                "tag.fruit",
                "tag.none",
                "metadata.k",
                "total_cost",
                "total_tokens",
                "status",
                "session_id"));
    assertThat(OrderValues.of(keys, info, Map.of("k", "v"), 3))
        .containsExactly(
            100L, 120L, 20L, 3L, "apple", null, "v", 0.5, 7L, "STATE_UNSPECIFIED", null);
  }

  @Property
  void textsAreOrderedAsTheirUtf8Is(@ForAll String a, @ForAll String b) {
    String left = valid(a);
    String right = valid(b);
    int expected =
        Arrays.compareUnsigned(
            left.getBytes(StandardCharsets.UTF_8), right.getBytes(StandardCharsets.UTF_8));
    assertThat(Integer.signum(OrderValues.compareTexts(left, right)))
        .isEqualTo(Integer.signum(expected));
  }

  /** Halves of surrogate pairs have no UTF-8. */
  private static String valid(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }
}
