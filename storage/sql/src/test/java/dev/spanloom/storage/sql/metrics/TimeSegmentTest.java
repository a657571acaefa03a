package dev.spanloom.storage.sql.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Which part of a time comes from hours, from minutes, and from the rows themselves. */
class TimeSegmentTest {
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;

  private static TimeSegment segment(int period, Long from, Long until) {
    return new TimeSegment(period, from, until);
  }

  @Test
  void minutesStandAtTheEndsOfHours() {
    assertThat(TimeSegment.split(10 * HOUR + 7 * MINUTE, 15 * HOUR + 31 * MINUTE - 1, null))
        .containsExactly(
            segment(60, 10 * HOUR + 7 * MINUTE, 11 * HOUR),
            segment(3600, 11 * HOUR, 15 * HOUR),
            segment(60, 15 * HOUR, 15 * HOUR + 31 * MINUTE));
  }

  @Test
  void rowsStandAtTheEndsOfMinutes() {
    assertThat(TimeSegment.split(5 * MINUTE - 7, 7 * MINUTE + 9, null))
        .containsExactly(
            segment(0, 5 * MINUTE - 7, 5 * MINUTE),
            segment(60, 5 * MINUTE, 7 * MINUTE),
            segment(0, 7 * MINUTE, 7 * MINUTE + 10));
  }

  @Test
  void aTimeWithinAMinuteIsRowsAlone() {
    assertThat(TimeSegment.split(7L, 8L, null)).containsExactly(segment(0, 7L, 9L));
    assertThat(TimeSegment.split(8L, 7L, null)).isEmpty();
  }

  @Test
  void withoutBoundsHoursAreAll() {
    assertThat(TimeSegment.split(null, null, null)).containsExactly(segment(3600, null, null));
    assertThat(TimeSegment.split(null, 2 * HOUR - 1, 7200L))
        .containsExactly(segment(3600, null, 2 * HOUR));
    assertThat(TimeSegment.split(Long.MIN_VALUE, Long.MAX_VALUE, null))
        .containsExactly(segment(3600, null, null));
  }

  @Test
  void noPeriodReachesAcrossAStep() {
    assertThat(TimeSegment.split(0L, 10 * HOUR - 1, 5400L))
        .containsExactly(segment(60, 0L, 10 * HOUR));
    assertThat(TimeSegment.split(0L, 10 * HOUR - 1, 7L)).containsExactly(segment(0, 0L, 10 * HOUR));
  }

  @Property
  void theSegmentsAreTheTimeWithoutGapAndOverlap(
      @ForAll @LongRange(min = -100_000_000, max = 100_000_000) long start,
      @ForAll @LongRange(min = 0, max = 50_000_000) long length) {
    List<TimeSegment> segments = TimeSegment.split(start, start + length, null);
    Long expected = start;
    for (TimeSegment segment : segments) {
      assertThat(segment.fromMillis()).isEqualTo(expected);
      expected = segment.untilMillis();
      assertThat(expected).isGreaterThan(segment.fromMillis());
      if (segment.period() != TimeSegment.ROWS) {
        assertThat(segment.fromMillis() % (segment.period() * 1000L)).isZero();
        assertThat(segment.untilMillis() % (segment.period() * 1000L)).isZero();
      } else {
        assertThat(segment.untilMillis() - segment.fromMillis()).isLessThan(2 * MINUTE);
      }
    }
    assertThat(expected).isEqualTo(start + length + 1);
  }
}
