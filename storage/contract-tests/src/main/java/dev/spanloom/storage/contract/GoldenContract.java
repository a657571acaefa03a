package dev.spanloom.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.WriteResult;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What MLflow's Python client logged comes back as MLflow itself gave it back. */
public abstract class GoldenContract extends StoreContract {
  private final Map<String, Trace> golden = GoldenTraces.all();

  @BeforeEach
  void writeAll() {
    assertThat(golden).hasSizeGreaterThan(30);
    // the recordings are of experiment 1
    store.experiments().create("golden");
    for (Trace trace : golden.values()) {
      List<EncodedSpan> spans = trace.data().spans().stream().map(EncodedSpan::of).toList();
      assertThat(store.writer().write(new WriteBatch(List.of(trace.info()), spans, "1")))
          .isEqualTo(WriteResult.ALL_TAKEN);
    }
  }

  @Test
  void goldenTracesAreReadAsTheyWereWritten() {
    golden.forEach(
        (name, trace) ->
            assertThat(GoldenForm.of(readTrace(trace.info().traceId())))
                .as(name)
                .isEqualTo(GoldenForm.of(trace)));
  }

  /**
   * Not for all: MLflow counts before it stores and then loses empty lists and maps, and Python
   * counts NaN bare, which is no JSON.
   */
  @Test
  void goldenSizesAreThoseThatMlflowCountedWhereItLostNothing() {
    long alike =
        golden.values().stream()
            .filter(trace -> sizes(readTrace(trace.info().traceId())).equals(sizes(trace)))
            .count();
    assertThat(alike).isGreaterThan(golden.size() * 8L / 10);
  }

  private static String sizes(Trace trace) {
    return trace.info().traceMetadata().get(TraceMetadataKey.SIZE_STATS)
        + trace.info().traceMetadata().get(TraceMetadataKey.SIZE_BYTES);
  }
}
