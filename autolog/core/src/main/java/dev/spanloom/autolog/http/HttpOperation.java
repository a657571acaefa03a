package dev.spanloom.autolog.http;

import dev.spanloom.autolog.ModelAnswer;
import dev.spanloom.autolog.ModelCall;
import dev.spanloom.autolog.ModelOperation;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A kind of call over HTTP.
 *
 * @param operation what it is
 * @param answer reads what an answer says besides its content; on any thread, some time later
 * @param stream puts the answer together from the events of a stream; null when there is none
 * @param asked what the address says of the request, as a model's name; its body goes before
 * @param atOnce whether an answer is read by the thread that has got it, before that goes on
 */
public record HttpOperation(
    ModelOperation operation,
    Function<Map<String, @Nullable Object>, ModelAnswer> answer,
    @Nullable Supplier<StreamReducer> stream,
    Map<String, Object> asked,
    boolean atOnce) {
  public HttpOperation {
    asked = Map.copyOf(asked);
  }

  public HttpOperation(
      ModelOperation operation,
      Function<Map<String, @Nullable Object>, ModelAnswer> answer,
      @Nullable Supplier<StreamReducer> stream,
      Map<String, Object> asked) {
    this(operation, answer, stream, asked, false);
  }

  public HttpOperation(
      ModelOperation operation,
      Function<Map<String, @Nullable Object>, ModelAnswer> answer,
      @Nullable Supplier<StreamReducer> stream) {
    this(operation, answer, stream, Map.of());
  }

  /** The reading of an answer, done already where it must be. */
  Supplier<ModelCall.Read> reading(Supplier<ModelCall.Read> reading) {
    if (!atOnce) {
      return reading;
    }
    ModelCall.Read read = reading.get();
    return () -> read;
  }
}
