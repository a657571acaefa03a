package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Attachment;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceLocation;
import dev.spanloom.entities.TraceMetadataKey;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The ids of traces that go to a schema of Databricks' Unity Catalog. */
class UnityCatalogIdsTest extends TracingTest {
  private static final String ID = "trace:/main\\.traces/[0-9a-f]{32}";

  @Test
  void theIdNamesTheSchemaFromTheStart() {
    setting("mlflow.tracing.destination", "main.traces");
    LiveSpan root = Mlflow.startSpan("root");
    String id = root.traceId();
    assertThat(id).matches(ID);
    Mlflow.startSpan("child").close();
    root.close();

    Trace trace = trace();
    assertThat(trace.info().traceId()).isEqualTo(id);
    assertThat(trace.info().traceLocation())
        .isEqualTo(new TraceLocation.UnityCatalogSchema("main", "traces", null, null));
    assertThat(trace.info().traceMetadata()).containsEntry(TraceMetadataKey.SCHEMA_VERSION, "4");
    assertThat(trace.data().spans()).hasSize(2).extracting(Span::traceId).containsOnly(id);
    assertThat(trace.data().spans())
        .allSatisfy(
            span -> assertThat(span.attributes()).containsEntry(SpanAttributeKey.REQUEST_ID, id));
    assertThat(Mlflow.getLastActiveTraceId()).contains(id);
    assertThat(Mlflow.getTrace(id)).isPresent();
  }

  @Test
  void theDestinationOfOneTraceIsThatOfItsId() {
    LiveSpan inCatalog =
        Mlflow.spanBuilder("a")
            .destination(new TraceLocation.UnityCatalogSchema("main", "traces", null, null))
            .start();
    assertThat(inCatalog.traceId()).matches(ID);
    inCatalog.close();
    LiveSpan inExperiment = Mlflow.startSpan("b");
    assertThat(inExperiment.traceId()).startsWith("tr-");
    inExperiment.close();
    assertThat(traces())
        .extracting(trace -> trace.info().traceMetadata().get(TraceMetadataKey.SCHEMA_VERSION))
        .containsExactlyInAnyOrder("3", "4");
  }

  @Test
  void contentThatIsWithheldKeepsTheIdOfItsTrace() {
    setting("mlflow.tracing.destination", "main.traces");
    Mlflow.configure(
        span -> {
          throw new IllegalStateException("no redaction today");
        });
    LiveSpan root = Mlflow.startSpan("root");
    root.setInputs("secret").close();
    assertThat(trace().info().traceId()).isEqualTo(root.traceId());
    assertThat(span().traceId()).isEqualTo(root.traceId());
    assertThat(trace().toJson()).doesNotContain("secret");
  }

  @Test
  void anAttachmentIsFoundByTheIdThatItsReferenceNames() {
    setting("mlflow.tracing.destination", "main.traces");
    Attachment image = new Attachment("image/png", new byte[] {1, 2, 3});
    try (LiveSpan root = Mlflow.startSpan("root")) {
      root.setInputs(Map.of("image", image));
    }
    String traceId = trace().info().traceId();
    assertThat(trace().attachmentReferences())
        .extracting(Attachment.Reference::toUri)
        .containsExactly(image.ref(traceId));
    assertThat(Mlflow.getAttachment(image.ref(traceId))).contains(image);
  }
}
