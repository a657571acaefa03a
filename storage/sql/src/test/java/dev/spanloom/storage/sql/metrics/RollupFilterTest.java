package dev.spanloom.storage.sql.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.query.Filter;
import dev.spanloom.query.FilterParser;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which filters the roll-ups of traces answer. */
class RollupFilterTest {
  private static RollupFilter known(String filter) {
    return RollupFilter.of(FilterParser.parse(filter)).orElseThrow();
  }

  @Test
  void boundsOfTimeCloseIn() {
    assertThat(known("timestamp_ms > 10 AND timestamp_ms >= 5 AND timestamp_ms < 100"))
        .isEqualTo(new RollupFilter(11L, 99L, null, null));
    assertThat(known("timestamp_ms <= 7.5").endMillis()).isEqualTo(7);
    assertThat(known("timestamp_ms < 7.5").endMillis()).isEqualTo(7);
    assertThat(known("timestamp_ms >= 7.5").startMillis()).isEqualTo(8);
  }

  @Test
  void namesAndStatesAreThoseThatSatisfyAllParts() {
    assertThat(known("name IN ('a', 'b') AND name = 'b' AND status = 'OK'"))
        .isEqualTo(new RollupFilter(null, null, List.of("b"), List.of("OK")));
    assertThat(known("status != 'OK'").states())
        .containsExactly("STATE_UNSPECIFIED", "ERROR", "IN_PROGRESS");
    assertThat(known("status = 'OK' AND status = 'ERROR'").states()).isEmpty();
  }

  @Test
  void everythingIsKnownOfEverything() {
    assertThat(RollupFilter.of(Filter.ALL)).contains(RollupFilter.ALL);
  }

  @Test
  void otherFiltersAreNotKnown() {
    for (String filter :
        List.of(
            "tag.a = 'b'",
            "name != 'a'",
            "name LIKE 'a%'",
            "status = 'OK' OR name = 'a'",
            "NOT status = 'OK'",
            "timestamp_ms = 5",
            "name = '" + "n".repeat(200) + "'",
            "execution_time_ms > 5 AND status = 'OK'")) {
      assertThat(RollupFilter.of(FilterParser.parse(filter))).as(filter).isEmpty();
    }
  }
}
