package dev.spanloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.entities.Attachment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code spanloom traces get --attachments}. */
class AttachmentCommandTest {
  private static final byte[] CONTENT = {1, 2, 3, 4};

  @TempDir Path folder;

  private final Attachment image = new Attachment("image/png", CONTENT);
  private String store = "";
  private String traceId = "";

  @BeforeEach
  void writeATrace() {
    store = "sqlite:" + folder.resolve("traces.db");
    System.setProperty("spanloom.spool.dir", folder.resolve("spools").toString());
    Mlflow.reset();
    Mlflow.setTrackingUri(store);
    try (LiveSpan span = Mlflow.startSpan("look")) {
      traceId = span.traceId();
      span.setInputs(Map.of("image", image));
      String hostile = new Attachment.Reference("../../evil", "image/png", traceId, 4L).toUri();
      span.setOutputs(Map.of("other", hostile));
    }
    assertThat(Mlflow.flush()).isTrue();
    Mlflow.reset();
  }

  @AfterEach
  void forgetIt() {
    Mlflow.reset();
    System.clearProperty("spanloom.spool.dir");
  }

  @Test
  void theTreeNamesAttachmentsWithTypeAndSize() {
    CommandRun run = CommandRun.of("traces", "get", traceId, "--store", store);
    assertThat(run.out()).contains("attachment: image/png  4 bytes  " + image.id());
  }

  @Test
  void attachmentsAreSavedInAFolderAndNowhereElse() throws IOException {
    Path files = folder.resolve("a").resolve("files");
    CommandRun run =
        CommandRun.of(
            "traces", "get", traceId, "--attachments", files.toString(), "--store", store);
    assertThat(run.code()).isZero();
    Path saved = files.resolve(image.id() + ".png");
    assertThat(saved).hasBinaryContent(CONTENT);
    assertThat(run.err()).contains("saved " + saved).contains("is not in the store");
    try (Stream<Path> all = Files.list(files)) {
      assertThat(all).containsExactly(saved);
    }
    assertThat(folder.resolve("evil.png")).doesNotExist();
  }
}
