package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Examples.START_MILLIS;
import static dev.spanloom.storage.contract.Examples.said;
import static dev.spanloom.storage.contract.Examples.traceId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.storage.TracePage;
import dev.spanloom.storage.TraceQuery;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** Pages neither repeat nor leave out, whatever is written between them. */
public abstract class PagingContract extends StoreContract {
  private TracePage page(@Nullable String token, boolean oldestFirst) {
    return store
        .search()
        .search(
            TraceQuery.builder("0")
                .maxResults(2)
                .oldestFirst(oldestFirst)
                .pageToken(token)
                .build());
  }

  private void writeAt(int trace, long millisAfterStart) {
    write(said(traceId(trace)).requestTimeUnixMillis(START_MILLIS + millisAfterStart).build());
  }

  private List<List<String>> pages(boolean oldestFirst, ThrowingConsumer<Integer> between)
      throws Throwable {
    List<List<String>> pages = new ArrayList<>();
    String token = null;
    do {
      TracePage page = page(token, oldestFirst);
      pages.add(page.infos().stream().map(TraceInfo::traceId).toList());
      between.accept(pages.size());
      token = page.nextPageToken();
    } while (token != null);
    return pages;
  }

  @Test
  void fiveTracesAreThreePagesOfTwo() throws Throwable {
    IntStream.rangeClosed(1, 5).forEach(i -> writeAt(i, -i));
    assertThat(pages(false, page -> {}))
        .containsExactly(
            List.of(traceId(1), traceId(2)), List.of(traceId(3), traceId(4)), List.of(traceId(5)));
  }

  @Test
  void aFullLastPageHasNoToken() throws Throwable {
    IntStream.rangeClosed(1, 4).forEach(i -> writeAt(i, i));
    assertThat(pages(true, page -> {}))
        .containsExactly(List.of(traceId(1), traceId(2)), List.of(traceId(3), traceId(4)));
  }

  @Test
  void tracesOfTheSameTimeArePagedThroughToo() throws Throwable {
    IntStream.rangeClosed(1, 5).forEach(i -> writeAt(i, 0));
    for (boolean oldestFirst : new boolean[] {false, true}) {
      assertThat(pages(oldestFirst, page -> {}).stream().flatMap(List::stream))
          .containsExactlyInAnyOrder(traceId(1), traceId(2), traceId(3), traceId(4), traceId(5));
    }
  }

  @Test
  void newTracesBetweenPagesNeitherRepeatNorHideOthers() throws Throwable {
    IntStream.rangeClosed(1, 5).forEach(i -> writeAt(i, -i));
    assertThat(pages(false, page -> writeAt(100 + page, page)).stream().flatMap(List::stream))
        .containsExactly(traceId(1), traceId(2), traceId(3), traceId(4), traceId(5));
  }

  @Test
  void aTokenThatIsNotOneIsRefused() {
    for (String wrong : List.of("nonsense!", "AAAA", "1")) {
      assertThatThrownBy(() -> page(wrong, false))
          .isInstanceOfSatisfying(
              MlflowException.class,
              e -> assertThat(e.errorCode()).isEqualTo(ErrorCode.INVALID_PARAMETER_VALUE))
          .hasMessageContaining(wrong);
    }
  }
}
