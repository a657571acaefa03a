package dev.spanloom.autolog.http;

import dev.spanloom.autolog.ModelAnswer;
import dev.spanloom.autolog.ModelCall;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An answer that comes as a stream of events. */
final class StreamedAnswer implements AnswerRecorder {
  private final ModelCall call;
  private final HttpOperation operation;
  private final EventStream events;

  StreamedAnswer(ModelCall call, HttpOperation operation, EventStream events) {
    this.call = call;
    this.operation = operation;
    this.events = events;
  }

  @Override
  public synchronized void read(byte[] bytes, int from, int count) {
    events.accept(bytes, from, count);
    if (events.reducer().error() != null) {
      end(false); // programs do not read on, nor do all close what failed
    }
  }

  @Override
  public synchronized void finished() {
    events.finish();
    end(true);
  }

  @Override
  public synchronized void closed() {
    end(events.isComplete());
  }

  @Override
  public synchronized void failed(IOException error) {
    Map<String, @Nullable Object> answer = events.reducer().answer();
    call.failed(error, answer, said(answer));
  }

  private void end(boolean complete) {
    Map<String, @Nullable Object> answer = events.reducer().answer();
    String error = events.reducer().error();
    if (error != null) {
      call.failed(error, answer, said(answer));
    } else if (complete) {
      call.completed(answer, said(answer));
    } else {
      call.cancelled(answer, said(answer));
    }
  }

  private ModelAnswer said(@Nullable Map<String, @Nullable Object> answer) {
    return answer == null ? ModelAnswer.NONE : operation.answer().apply(answer);
  }
}
