package dev.spanloom.autolog.http;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class LineEndsTest {
  @Property
  void theFirstAndTheLastOneAreFound(
      @ForAll @Size(max = 40) byte[] bytes,
      @ForAll @IntRange(max = 40) int from,
      @ForAll @IntRange(min = -1, max = 40) int end) {
    int start = Math.min(from, bytes.length);
    if (end >= 0 && end < bytes.length) {
      bytes[end] = '\n';
    }
    int expected = start;
    while (expected < bytes.length && bytes[expected] != '\n') {
      expected++;
    }
    assertThat(LineEnds.next(bytes, start, bytes.length)).isEqualTo(expected);
    int last = bytes.length - 1;
    while (last >= start && bytes[last] != '\n') {
      last--;
    }
    assertThat(LineEnds.last(bytes, start, bytes.length)).isEqualTo(last);
  }
}
