package dev.spanloom.storage.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.WriteResult;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What MLflow's Python client logged comes back as MLflow itself gave it back. */
public abstract class GoldenContract extends StoreContract {
  /**
   * Where the recorded size is not that of the recorded spans: Python counts NaN and infinity bare,
   * which is no JSON, and MLflow lost empty values after it had counted them.
   */
  private static final Set<String> UNLIKE = Set.of("s08_attribute_types", "s08b_io_types");

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

  @Test
  void goldenSizesAreReadAsMlflowCountedThem() {
    golden.forEach(
        (name, trace) -> {
          if (UNLIKE.stream().noneMatch(name::startsWith)) {
            assertThat(sizes(readTrace(trace.info().traceId()))).as(name).isEqualTo(sizes(trace));
          }
        });
  }

  private static String sizes(Trace trace) {
    return trace.info().traceMetadata().get(TraceMetadataKey.SIZE_STATS)
        + trace.info().traceMetadata().get(TraceMetadataKey.SIZE_BYTES);
  }
}
