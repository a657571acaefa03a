package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.destination.ForwardingDestination;
import dev.spanloom.entities.Attachment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Files in the values of spans: what goes out of line, how much of it, and who may stop it. */
class AttachmentsTest extends TracingTest {
  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  private static Attachment attachment(int count) {
    return new Attachment("image/png", bytes(count));
  }

  private static void trace(String name, Object inputs) {
    try (LiveSpan span = Mlflow.startSpan(name)) {
      span.setInputs(inputs);
    }
  }

  private static List<Attachment.Reference> references(List<Span> spans) {
    List<Attachment.Reference> found = new ArrayList<>();
    for (Span span : spans) {
      ((Map<?, ?>) span.inputs())
          .values()
          .forEach(text -> Attachment.Reference.parse(String.valueOf(text)).ifPresent(found::add));
    }
    return found;
  }

  @Test
  void anAttachmentBecomesAReferenceAndIsReadBackByIt() {
    Attachment image = attachment(5000);
    trace("s", Map.of("deep", List.of(Map.of("image", image))));
    String text = span().attributeValues().get("mlflow.spanInputs").json();
    assertThat(text).contains("mlflow-attachment://" + image.id()).contains("size=5000");
    String reference = image.ref(trace().info().traceId());
    assertThat(text).contains(reference);
    Attachment back = Mlflow.getAttachment(reference).orElseThrow();
    assertThat(back).isEqualTo(image);
    assertThat(back.contentType()).isEqualTo("image/png");
    Attachment byIds =
        Mlflow.client().getAttachment(trace().info().traceId(), image.id()).orElseThrow();
    assertThat(byIds).isEqualTo(image);
    assertThat(byIds.contentType()).isEqualTo("image/png");
  }

  @Test
  void whatIsNotThereIsEmptyAndWhatIsNoReferenceIsRefused() {
    trace("s", 1);
    assertThat(Mlflow.getAttachment(trace().info().traceId(), "none")).isEmpty();
    assertThat(Mlflow.getAttachment(attachment(1).ref("tr-0"))).isEmpty();
    assertThatThrownBy(() -> Mlflow.getAttachment("https://example.com/a.png"))
        .isInstanceOf(MlflowException.class)
        .hasMessageContaining("https://example.com/a.png");
  }

  @Test
  void attributesMayHoldAttachmentsToo() {
    Attachment sound = new Attachment("audio/wav", bytes(10));
    try (LiveSpan span = Mlflow.spanBuilder("s").attribute("heard", sound).start()) {
      span.setAttribute("said", Map.of("audio", attachment(20)));
    }
    assertThat(trace().attachmentReferences()).hasSize(2);
    assertThat(Mlflow.getAttachment(sound.ref(trace().info().traceId()))).contains(sound);
  }

  @Test
  void theSameBytesInOneTraceAreOneAttachment() {
    byte[] same = bytes(3000);
    try (LiveSpan root = Mlflow.startSpan("root")) {
      root.setInputs(Map.of("a", new Attachment("image/png", same), "b", same));
      trace("first", Map.of("c", same.clone()));
      trace("second", Map.of("d", new Attachment("image/png", same)));
    }
    List<Attachment.Reference> found = references(trace().data().spans());
    assertThat(found).hasSize(4);
    assertThat(found).extracting(Attachment.Reference::id).containsOnly(found.get(0).id());
    assertThat(Mlflow.exportStats().attachments()).isEqualTo(new AttachmentStats(1, 1, 0, 0));
  }

  @Test
  void anotherTraceHasItsOwn() {
    trace("one", Map.of("a", bytes(2000)));
    trace("two", Map.of("a", bytes(2000)));
    assertThat(traces()).hasSize(2);
    assertThat(Mlflow.exportStats().attachments().written()).isEqualTo(2);
    traces()
        .forEach(
            trace ->
                assertThat(Mlflow.getAttachment(trace.attachmentReferences().get(0).toUri()))
                    .isPresent());
  }

  @Test
  void rawBytesAreTakenOutFromAKibibyteOnAndTheirTypeIsLookedAt() {
    byte[] pdf = Arrays.copyOf("%PDF-1.7".getBytes(java.nio.charset.StandardCharsets.UTF_8), 2000);
    trace("s", Map.of("small", bytes(1023), "large", bytes(1024), "pdf", pdf));
    List<Attachment.Reference> found = references(trace().data().spans());
    assertThat(found)
        .extracting(Attachment.Reference::contentType)
        .containsExactlyInAnyOrder("application/octet-stream", "application/pdf");
    assertThat(found).extracting(Attachment.Reference::sizeBytes).contains(1024L, 2000L);
  }

  @Test
  void theProgramMayChangeItsBytesAfterwards() {
    byte[] bytes = bytes(2000);
    try (LiveSpan span = Mlflow.startSpan("s")) {
      span.setInputs(Map.of("a", bytes));
      Arrays.fill(bytes, (byte) 0);
    }
    Attachment.Reference reference = trace().attachmentReferences().get(0);
    assertThat(Mlflow.getAttachment(reference.toUri()).orElseThrow().content())
        .isEqualTo(bytes(2000));
  }

  @Test
  void extractionCanBeSwitchedOffAndExplicitAttachmentsStay() {
    setting("mlflow.trace.extract.attachments", "false");
    String uri = "data:image/png;base64,AAAA";
    trace("s", Map.of("raw", bytes(2000), "uri", uri, "explicit", attachment(10)));
    assertThat(references(trace().data().spans())).hasSize(1);
    Map<?, ?> inputs = (Map<?, ?>) span().inputs();
    assertThat(inputs.get("uri")).isEqualTo(uri);
    assertThat(inputs.get("raw")).isNotNull().asString().doesNotStartWith("mlflow-attachment");
  }

  @Test
  void whatIsTooLargeLeavesANoteAndIsCounted() {
    setting("mlflow.trace.max.attachment.size", 100);
    trace(
        "s",
        Map.of(
            "explicit", attachment(101),
            "uri", "data:image/png;base64," + "AAAA".repeat(50),
            "fits", attachment(100)));
    assertThat(trace().attachmentReferences()).hasSize(1);
    Map<?, ?> inputs = (Map<?, ?>) span().inputs();
    assertThat(inputs.get("explicit"))
        .isEqualTo("[Attachment too large: image/png of 101 bytes, the limit is 100]");
    assertThat((String) inputs.get("uri")).startsWith("[Attachment too large: image/png of 150");
    assertThat(Mlflow.exportStats().attachments()).isEqualTo(new AttachmentStats(1, 1, 2, 0));
  }

  @Test
  void aNegativeLimitIsNone() {
    setting("mlflow.trace.max.attachment.size", -1);
    trace("s", Map.of("a", attachment(70 << 20)));
    assertThat(trace().attachmentReferences()).hasSize(1);
  }

  @Test
  void openSpansHoldNoMoreThanTheQueueMay() {
    setting("spanloom.export.max-queued-bytes", 10_000);
    try (LiveSpan span = Mlflow.startSpan("s")) {
      span.setInputs(Map.of("a", attachment(6000)));
      span.setOutputs(Map.of("b", attachment(6001)));
      assertThat(String.valueOf(span.outputs())).contains("[Attachment dropped: image/png of 6001");
      span.setInputs("something else"); // which makes room
      span.setAttribute("c", attachment(9000));
    }
    assertThat(trace().attachmentReferences())
        .extracting(Attachment.Reference::sizeBytes)
        .containsExactly(9000L);
    assertThat(Mlflow.exportStats().attachments().dropped()).isEqualTo(1);
  }

  @Test
  void manySpansAfterEachOtherLeaveNothingBehind() {
    setting("spanloom.export.max-queued-bytes", 1 << 20);
    for (int i = 0; i < 100; i++) {
      trace("s", Map.of("a", bytes(20_000 + i)));
      assertThat(Mlflow.flush()).isTrue();
    }
    assertThat(Mlflow.exportStats().attachments()).isEqualTo(new AttachmentStats(100, 100, 0, 0));
  }

  @Test
  void whatIsNeverExportedTakesNoRoom() {
    setting("spanloom.export.max-queued-bytes", 10_000);
    setting("spanloom.trace.max-spans", 1);
    Mlflow.configure(span -> span.setAttribute("added", attachment(3000)));
    try (LiveSpan root = Mlflow.startSpan("root")) {
      for (int i = 0; i < 20; i++) {
        Mlflow.spanBuilder("one too many").attribute("a", attachment(4000 + i)).start().close();
        assertThat(Mlflow.getTrace(root.traceId())).isPresent(); // processors see a copy
      }
      root.close();
      root.setInputs(attachment(4500)); // too late
      root.recordException("late"); // processors see another copy
    }
    assertThat(Mlflow.exportStats().attachments().dropped()).isZero();
    assertThat(trace().attachmentReferences()).hasSize(1);
  }

  @Test
  void aValueThatIsSetOverTakesItsAttachmentsAlong() {
    Attachment first = attachment(2000);
    Attachment second = attachment(2001);
    try (LiveSpan span = Mlflow.startSpan("s")) {
      span.setInputs(Map.of("a", first));
      span.setInputs(Map.of("a", second));
      assertThat(span.attachments()).containsExactly(second);
    }
    String traceId = trace().info().traceId();
    assertThat(Mlflow.getAttachment(traceId, first.id())).isEmpty();
    assertThat(Mlflow.getAttachment(traceId, second.id())).isPresent();
  }

  @Test
  void aProcessorSeesAttachmentsAndDropsThem() {
    Attachment face = attachment(2000);
    Attachment chart = attachment(2001);
    List<Attachment> seen = new ArrayList<>();
    Mlflow.configure(
        span -> {
          seen.addAll(span.attachments());
          span.removeAttachment(face.id());
        });
    trace("s", Map.of("face", face, "chart", chart));
    assertThat((Map<?, ?>) span().inputs())
        .extracting("face")
        .isEqualTo("[Attachment removed: image/png]");
    assertThat(seen).containsExactlyInAnyOrder(face, chart);
    String traceId = trace().info().traceId();
    assertThat(Mlflow.getAttachment(traceId, face.id())).isEmpty();
    assertThat(Mlflow.getAttachment(traceId, chart.id())).contains(chart);
  }

  @Test
  void aProcessorThatMasksTheValueDropsWhatWasInIt() {
    Attachment face = attachment(2000);
    Mlflow.configure(span -> span.setInputs("masked"));
    trace("s", Map.of("face", face));
    assertThat(Mlflow.getAttachment(trace().info().traceId(), face.id())).isEmpty();
    assertThat(Mlflow.exportStats().attachments().written()).isZero();
  }

  @Test
  void aProcessorThatRewritesTheTextAroundAReferenceKeepsTheAttachment() {
    Attachment chart = attachment(2000);
    Mlflow.configure(
        span ->
            span.setOutputs(Map.of("chart", ((Map<?, ?>) span.inputs()).get("chart")))
                .setInputs("masked"));
    trace("s", Map.of("chart", chart, "secret", "secret"));
    assertThat(Mlflow.getAttachment(trace().info().traceId(), chart.id())).contains(chart);
  }

  @Test
  void aProcessorThatFailsWithholdsTheAttachments() {
    Attachment face = attachment(2000);
    Mlflow.configure(
        span -> {
          throw new IllegalStateException("redaction broke");
        });
    trace("s", Map.of("face", face));
    assertThat(trace().attachmentReferences()).isEmpty();
    assertThat(Mlflow.getAttachment(trace().info().traceId(), face.id())).isEmpty();
    assertThat(Mlflow.exportStats().attachments().written()).isZero();
  }

  @Test
  void whatOneSpanDroppedAnotherMayStillBring() {
    Attachment chart = attachment(2000);
    Mlflow.configure(
        span -> {
          if (span.name().equals("private")) {
            span.removeAttachment(span.attachments().get(0).id());
          }
        });
    try (LiveSpan root = Mlflow.startSpan("public")) {
      trace("private", Map.of("a", chart));
      root.setInputs(Map.of("a", chart));
    }
    assertThat(trace().attachmentReferences()).hasSize(1);
    assertThat(Mlflow.getAttachment(trace().attachmentReferences().get(0).toUri())).isPresent();
  }

  @Test
  void aDestinationThatKeepsNoneGetsTheReferencesAndTheLossIsCounted() {
    Mlflow.setDestination(
        new ForwardingDestination(memory) {
          @Override
          public boolean storesAttachments() {
            return false;
          }
        });
    trace("s", Map.of("a", attachment(2000), "b", attachment(2001)));
    assertThat(trace().attachmentReferences()).hasSize(2);
    assertThat(Mlflow.exportStats().attachments()).isEqualTo(new AttachmentStats(2, 0, 0, 2));
  }

  @Test
  void aSpanIsNotHeldUpByWhatItsAttachmentIs() {
    trace(
        "broken",
        new Object() {
          public byte[] getImage() {
            throw new IllegalStateException("no image");
          }
        });
    assertThat((Map<?, ?>) span().inputs()).extracting("image").asString().contains("unreadable");
  }
}
