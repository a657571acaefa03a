package dev.spanloom.entities;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Attachment.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttachmentTest {
  @Test
  void aReferenceReadsAsItWasWritten() {
    Attachment attachment = new Attachment("text/plain; charset=utf-8", new byte[] {1, 2, 3});

    assertThat(Reference.parse(attachment.ref("tr-1")))
        .contains(new Reference(attachment.id(), attachment.contentType(), "tr-1", 3L));
  }

  @ParameterizedTest
  @ValueSource(strings = {"image/svg+xml", "image%2Fsvg%2Bxml", "image/svg%2Bxml"})
  void theTypeMayOrMayNotBeEncoded(String type) {
    assertThat(Reference.parse("mlflow-attachment://u?content_type=" + type + "&trace_id=tr-1"))
        .contains(new Reference("u", "image/svg+xml", "tr-1", null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "text",
        "https://a.b?content_type=a&trace_id=b",
        "mlflow-attachment://u",
        "mlflow-attachment://?content_type=a&trace_id=b",
        "mlflow-attachment://u?content_type=a",
        "mlflow-attachment://u?trace_id=b",
        "mlflow-attachment://u?content_type=&trace_id=b"
      })
  void whatLacksAPartIsNoReference(String text) {
    assertThat(Reference.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"%", "%zz", "a%2"})
  void brokenEncodingIsTakenAsItIs(String type) {
    assertThat(Reference.parse("mlflow-attachment://u?content_type=" + type + "&trace_id=t"))
        .map(Reference::contentType)
        .contains(type);
  }

  @Test
  void aSizeThatIsNoNumberIsUnknown() {
    assertThat(Reference.parse("mlflow-attachment://u?content_type=a&trace_id=b&size=big"))
        .contains(new Reference("u", "a", "b", null));
  }

  @Test
  void theBytesAreCopiedInAndOut() {
    byte[] bytes = {1};
    Attachment attachment = new Attachment("a/b", bytes);
    bytes[0] = 2;
    attachment.content()[0] = 3;

    assertThat(attachment.content()).containsExactly(1);
  }

  @Test
  void aFileGivesItsBytesAndAType(@TempDir Path folder) throws IOException {
    Path file = Files.write(folder.resolve("x.unknown-kind"), new byte[] {1, 2});

    Attachment attachment = Attachment.fromFile(file);

    assertThat(attachment.contentType()).isEqualTo("application/octet-stream");
    assertThat(attachment.sizeBytes()).isEqualTo(2);
  }
}
