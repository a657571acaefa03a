package dev.spanloom.autolog.http;

import dev.spanloom.autolog.ModelAnswer;
import dev.spanloom.autolog.ModelCall;
import dev.spanloom.entities.Attachment;
import dev.spanloom.entities.internal.json.JsonSyntaxException;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer in one piece: JSON, text, or a file. */
final class WholeAnswer implements AnswerRecorder {
  private static final int MOST_BYTES = 16 * 1024 * 1024;

  private final ModelCall call;
  private final HttpOperation operation;
  private final String contentType;
  private final BoundedBytes bytes = new BoundedBytes(MOST_BYTES);
  private boolean ended; // the bytes are left as they are from then on

  WholeAnswer(ModelCall call, HttpOperation operation, String contentType) {
    this.call = call;
    this.operation = operation;
    this.contentType = contentType;
  }

  @Override
  public synchronized void read(byte[] source, int from, int count) {
    if (!ended) {
      bytes.write(source, from, count);
    }
  }

  @Override
  public synchronized void finished() {
    end(true);
  }

  @Override
  public synchronized void closed() {
    // a parser closes the body once it has its value, without asking for the end
    end(false);
  }

  @Override
  public synchronized void failed(IOException error) {
    call.failed(error);
  }

  private void end(boolean whole) {
    ended = true;
    if (contentType.contains("json")) {
      endJson(whole);
    } else if (bytes.isCut()) {
      call.completed("<" + bytes.totalBytes() + " bytes of " + contentType + ">", ModelAnswer.NONE);
    } else if (contentType.startsWith("text/")) {
      end(whole, bytes.text(), ModelAnswer.NONE);
    } else {
      String type = contentType.isEmpty() ? "application/octet-stream" : contentType;
      end(whole, new Attachment(type, bytes.toByteArray()), ModelAnswer.NONE);
    }
  }

  private void endJson(boolean whole) {
    if (bytes.isCut()) {
      call.completed("<" + bytes.totalBytes() + " bytes of JSON>", ModelAnswer.NONE);
      return;
    }
    call.answeredLater(bytes.heldBytes(), operation.reading(() -> read(bytes, operation, whole)));
  }

  private static ModelCall.Read read(BoundedBytes bytes, HttpOperation operation, boolean whole) {
    Object answer;
    try {
      answer = bytes.json();
    } catch (JsonSyntaxException e) {
      return new ModelCall.Read(bytes.text(), ModelAnswer.NONE, whole);
    }
    ModelAnswer said =
        answer instanceof Map<?, ?> map
            ? operation.answer().apply(JsonObjects.of(map))
            : ModelAnswer.NONE;
    return new ModelCall.Read(answer, said, true); // parsers stop where the value ends
  }

  private void end(boolean whole, @Nullable Object outputs, ModelAnswer answer) {
    if (whole) {
      call.completed(outputs, answer);
    } else {
      call.cancelled(outputs, answer);
    }
  }
}
