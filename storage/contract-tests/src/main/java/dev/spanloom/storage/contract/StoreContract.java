package dev.spanloom.storage.contract;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.WriteResult;
import java.nio.file.Path;
import java.util.Arrays;
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
}
