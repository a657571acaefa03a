package dev.spanloom.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.query.FilterParser;
import dev.spanloom.query.OrderByParser;
import dev.spanloom.storage.TracePage;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.WriteResult;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What the suites share: a fresh store for each test. */
public abstract class StoreContract {
  /** The store under test. */
  protected TraceStore store;

  /**
   * Opens an empty store.
   *
   * @param folder an empty folder that exists as long as the test runs
   */
  protected abstract TraceStore open(Path folder);

  @BeforeEach
  protected void openStore(@TempDir Path folder) {
    store = open(folder);
  }

  @AfterEach
  protected void closeStore() {
    store.close();
  }

  final WriteResult write(Span... spans) {
    return store.writer().write(Examples.batch(spans));
  }

  final WriteResult write(TraceInfo info) {
    return store.writer().write(Examples.batch(info));
  }

  final void writeEach(Span... spans) {
    Arrays.stream(spans).forEach(this::write);
  }

  final Trace readTrace(String traceId) {
    return store.reader().trace(traceId).orElseThrow();
  }

  final TraceInfo readInfo(String traceId) {
    return store.reader().info(traceId).orElseThrow();
  }

  /** The numbers of the traces that a filter finds in the default experiment, newest first. */
  final List<Integer> found(String filter) {
    return found(filter, List.of(), Experiment.DEFAULT_ID);
  }

  /** The numbers of the traces that a filter finds, in an order. */
  final List<Integer> found(String filter, List<String> orderBy, String... experimentIds) {
    return found(
        TraceQuery.builder(experimentIds)
            .filter(FilterParser.parse(filter))
            .orderBy(OrderByParser.parse(orderBy))
            .maxResults(TraceQuery.LARGEST_MAX_RESULTS)
            .build());
  }

  /** The numbers of the traces on the page of a query; of a whole answer, its count is checked. */
  final List<Integer> found(TraceQuery query) {
    TracePage page = store.search().search(query);
    if (query.pageToken() == null && page.nextPageToken() == null) {
      assertThat(store.search().count(query)).as("count").isEqualTo(page.infos().size());
    }
    return page.infos().stream().map(info -> Examples.number(info.traceId())).toList();
  }
}
