package dev.spanloom.destinations.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.entities.Attachment;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Attachments of a destination that stores them. */
public abstract class StoredAttachmentsContract extends DestinationContract {
  /** Some bytes, always the same of a count. */
  protected static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    new Random(count).nextBytes(bytes);
    return bytes;
  }

  /** Leaves a trace with an attachment, and returns its id. */
  protected static String trace(Attachment attachment) {
    try (LiveSpan span = Mlflow.startSpan("s")) {
      span.setInputs(Map.of("file", attachment));
      return span.traceId();
    }
  }

  @Test
  void anAttachmentIsReadBackByItsReferenceAndByItsId() {
    Mlflow.setExperiment("mine");
    Attachment image = new Attachment("image/svg+xml", bytes(5000));
    String traceId = trace(image);
    Attachment byReference = Mlflow.getAttachment(image.ref(traceId)).orElseThrow();
    assertThat(byReference).isEqualTo(image);
    assertThat(byReference.contentType()).isEqualTo("image/svg+xml");
    Attachment byId = Mlflow.client().getAttachment(traceId, image.id()).orElseThrow();
    assertThat(byId).isEqualTo(image);
    assertThat(byId.contentType()).isEqualTo("image/svg+xml");
    assertThat(Mlflow.getAttachment(traceId, "another")).isEmpty();
    assertThat(Mlflow.getTrace(traceId).orElseThrow().attachmentReferences())
        .extracting(Attachment.Reference::toUri)
        .containsExactly(image.ref(traceId));
  }

  @Test
  void theAttachmentOfAChildIsThereBeforeTheTraceHasEnded() {
    Attachment image = new Attachment("image/png", bytes(5000));
    try (LiveSpan root = Mlflow.startSpan("root")) {
      String traceId = trace(image);
      assertThat(traceId).isEqualTo(root.traceId());
      assertThat(Mlflow.getAttachment(image.ref(traceId))).contains(image);
    }
  }

  @Test
  void twentyMegabytesArriveAndTheNextBehindThem() {
    Attachment video = new Attachment("video/mp4", bytes(20 << 20));
    String traceId = trace(video);
    assertThat(Mlflow.flush(Duration.ofSeconds(60))).isTrue();
    assertThat(Mlflow.getAttachment(video.ref(traceId))).contains(video);
    assertThat(Mlflow.exportStats().spansDropped()).isZero();
    assertThat(Mlflow.exportStats().attachments().written()).isEqualTo(1);
    trace(new Attachment("image/png", bytes(10)));
    assertThat(Mlflow.flush()).isTrue();
    assertThat(Mlflow.exportStats().attachments().written()).isEqualTo(2);
  }

  @Test
  void deletingTheTraceDeletesItsAttachments() {
    Attachment image = new Attachment("image/png", bytes(5000));
    String traceId = trace(image);
    assertThat(Mlflow.getAttachment(image.ref(traceId))).isPresent();
    assertThat(Mlflow.client().deleteTraces(List.of(traceId))).isEqualTo(1);
    assertThat(Mlflow.getAttachment(image.ref(traceId))).isEmpty();
  }
}
