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
  private boolean ended; // the events are left as they are from then on

  StreamedAnswer(ModelCall call, HttpOperation operation, EventStream events) {
    this.call = call;
    this.operation = operation;
    this.events = events;
  }

  @Override
  public synchronized void read(byte[] bytes, int from, int count) {
    if (ended) {
      return;
    }
    if (events.accept(bytes, from, count) && events.error() != null) {
      end(false); // programs do not read on, nor do all close what failed
    }
  }

  @Override
  public synchronized void finished() {
    if (!ended) {
      events.finish();
      end(true);
    }
  }

  @Override
  public synchronized void closed() {
    if (!ended) {
      events.release();
      end(events.isComplete());
    }
  }

  @Override
  public synchronized void failed(IOException error) {
    ended = true;
    Map<String, @Nullable Object> answer = events.reducer().answer();
    call.failed(error, answer, said(operation, answer));
  }

  private void end(boolean complete) {
    ended = true;
    String error = events.error();
    if (error != null) {
      Map<String, @Nullable Object> answer = events.reducer().answer();
      call.failed(error, answer, said(operation, answer));
      return;
    }
    HttpOperation its = operation;
    call.answeredLater(
        events.answerBytes(),
        its.reading(
            () -> {
              Map<String, @Nullable Object> answer = events.reducer().answer();
              return new ModelCall.Read(answer, said(its, answer), complete);
            }));
  }

  private static ModelAnswer said(
      HttpOperation operation, @Nullable Map<String, @Nullable Object> answer) {
    return answer == null ? ModelAnswer.NONE : operation.answer().apply(answer);
  }
}
