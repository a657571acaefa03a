package dev.spanloom.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.storage.TraceDeletion.Progress;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.memory.InMemoryTraceStore;
import dev.spanloom.storage.transfer.ExportFormat;
import dev.spanloom.storage.transfer.ImportReport;
import dev.spanloom.storage.transfer.TraceExport;
import dev.spanloom.storage.transfer.TraceImport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Traces go from a store to another one, of any engine, and are the same there. */
public abstract class TransferContract extends StoreContract {
  private final Map<String, Trace> golden = GoldenTraces.all();

  @Test
  void whatIsExportedIsTheSameInAnotherStore() throws IOException {
    fill(store);
    try (TraceStore other = new InMemoryTraceStore()) {
      transfer(store, other);
      assertThat(traces(other)).isEqualTo(traces(store)).hasSize(golden.size());
    }
  }

  @Test
  void whatAnotherStoreExportedIsTheSameHere() throws IOException {
    try (TraceStore other = new InMemoryTraceStore()) {
      fill(other);
      transfer(other, store);
      assertThat(traces(store)).isEqualTo(traces(other)).hasSize(golden.size());
    }
  }

  private void fill(TraceStore empty) {
    empty.experiments().create("golden");
    for (Trace trace : golden.values()) {
      empty
          .writer()
          .write(
              new WriteBatch(
                  List.of(trace.info()),
                  trace.data().spans().stream().map(EncodedSpan::of).toList(),
                  "1"));
    }
  }

  private void transfer(TraceStore from, TraceStore to) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long written = TraceExport.of(from).write(all(from), ExportFormat.SPANLOOM, out, Progress.NONE);
    ImportReport report =
        TraceImport.into(to).read(new ByteArrayInputStream(out.toByteArray()), "export");
    assertThat(written).isEqualTo(golden.size());
    assertThat(report.skipped()).isEmpty();
    assertThat(report.traces()).isEqualTo(golden.size());
  }

  private static TraceQuery all(TraceStore store) {
    return TraceQuery.builder(
            store.experiments().list().stream()
                .map(Experiment::experimentId)
                .toArray(String[]::new))
        .maxResults(1000)
        .build();
  }

  /** All traces by id. */
  private static Map<String, Trace> traces(TraceStore store) {
    Map<String, Trace> traces = new TreeMap<>();
    store
        .search()
        .search(all(store))
        .infos()
        .forEach(
            info -> traces.put(info.traceId(), store.reader().trace(info.traceId()).orElseThrow()));
    return traces;
  }
}
