package dev.spanloom.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.Mlflow;
import dev.spanloom.destinations.contract.StoredAttachmentsContract;
import dev.spanloom.entities.Attachment;
import dev.spanloom.entities.Trace;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.sqlite.SqliteTraceStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Attachments in the store of this process, through the spool. */
@Timeout(120)
class EmbeddedAttachmentsTest extends StoredAttachmentsContract {
  private Path store() {
    return folder.resolve("traces.db");
  }

  @Override
  protected String start() {
    return "sqlite:" + store();
  }

  @Test
  void whatIsLargerThanTheWholeSpoolIsCountedAndCostsNothingElse() {
    System.setProperty("spanloom.spool.max-bytes", Integer.toString(9 << 20));
    try {
      Mlflow.reset();
      Mlflow.setTrackingUri("sqlite:" + store());
      String small = trace(new Attachment("image/png", bytes(100)));
      Attachment large = new Attachment("video/mp4", bytes(9 << 20));
      String traceId = trace(large);
      assertThat(Mlflow.flush()).isTrue();
      assertThat(Mlflow.getTrace(small)).isPresent();
      assertThat(Mlflow.getTrace(traceId)).isPresent();
      assertThat(Mlflow.getAttachment(large.ref(traceId))).isEmpty();
      assertThat(Mlflow.exportStats().attachments().dropped()).isEqualTo(1);
      assertThat(Mlflow.exportStats().attachments().written()).isEqualTo(1);
    } finally {
      System.clearProperty("spanloom.spool.max-bytes");
    }
  }

  @Test
  void deletingATraceLeavesNoFileBehind() {
    Attachment image = new Attachment("image/png", bytes(5000));
    String traceId = trace(image);
    assertThat(Mlflow.getAttachment(image.ref(traceId))).isPresent();
    assertThat(Mlflow.client().deleteTraces(List.of(traceId))).isEqualTo(1);
    Mlflow.reset();
    try (TraceStore open = SqliteTraceStore.open(store())) {
      assertThat(open.artifacts().list(null, 10)).isEmpty();
    }
  }

  /** Says the reference of each attachment once the {@code close()} of its span has returned. */
  static final class AttachingProgram {
    private AttachingProgram() {}

    public static void main(String[] arguments) {
      Random random = new Random();
      while (true) {
        byte[] content = new byte[1 + random.nextInt(200_000)];
        Arrays.fill(content, (byte) content.length);
        random.nextBytes(content);
        Attachment attachment = new Attachment("image/png", content);
        String traceId = trace(attachment);
        System.out.println(attachment.ref(traceId) + " " + Arrays.hashCode(content) + " .");
      }
    }
  }

  @Test
  void aKilledProgramLosesNoAttachmentOfAClosedSpan() throws Exception {
    Process process =
        TracedProgram.start(AttachingProgram.class, store(), folder.resolve("spools"), 60_000);
    List<String[]> said = new ArrayList<>();
    try (BufferedReader out = process.inputReader()) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        String[] words = line.split(" ");
        if (words.length == 3) { // the last line may be cut off
          said.add(words);
        }
        if (said.size() == 60) {
          process.destroyForcibly();
        }
      }
    } catch (IOException e) {
      // the pipe breaks with the process
    }
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(said).hasSizeGreaterThanOrEqualTo(60);
    Mlflow.startSpan("again").close();
    long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (spools() > 1) {
      assertThat(System.nanoTime()).as("the spool is shipped").isLessThan(limit);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
    for (String[] words : said) {
      Attachment back = Mlflow.getAttachment(words[0]).orElseThrow();
      assertThat(Arrays.hashCode(back.content())).isEqualTo(Integer.parseInt(words[1]));
      Trace trace =
          Mlflow.getTrace(Attachment.Reference.parse(words[0]).orElseThrow().traceId())
              .orElseThrow();
      assertThat(trace.attachmentReferences()).hasSize(1);
    }
  }

  private long spools() throws IOException {
    try (Stream<Path> found = Files.list(folder.resolve("spools"))) {
      return found.count();
    }
  }
}
