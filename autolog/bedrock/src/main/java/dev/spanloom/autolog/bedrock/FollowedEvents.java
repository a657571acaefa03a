package dev.spanloom.autolog.bedrock;

import dev.spanloom.entities.internal.json.JsonReader;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.eventstream.EventStreamResponseHandler;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.async.SdkPublisher;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponse;
import software.amazon.awssdk.services.bedrockruntime.model.InvokeModelWithResponseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.PayloadPart;
import software.amazon.awssdk.services.bedrockruntime.model.ResponseStream;

/** The program's handlers of streams: they run where the program made the call. */
abstract class FollowedEvents<R, E> implements EventStreamResponseHandler<R, E> {
  private final EventStreamResponseHandler<R, E> handler;
  private final BedrockCall call;

  private FollowedEvents(EventStreamResponseHandler<R, E> handler, BedrockCall call) {
    this.handler = handler;
    this.call = call;
  }

  /** The same handler, followed; what is no handler of a stream stays as it is. */
  static Object of(Object handler, BedrockCall call) {
    if (handler instanceof ConverseStreamResponseHandler converse) {
      return new Converse(converse, call);
    }
    return handler instanceof InvokeModelWithResponseStreamResponseHandler invoke
        ? new Invoke(invoke, call)
        : handler;
  }

  /** The event as JSON; null when there is nothing in it. */
  abstract @Nullable Map<String, @Nullable Object> json(E event);

  @Override
  public void responseReceived(R response) {
    call.context().run(() -> handler.responseReceived(response));
  }

  @Override
  public void onEventStream(SdkPublisher<E> publisher) {
    call.streamBegins();
    SdkPublisher<E> followed =
        subscriber ->
            publisher.subscribe(
                new FollowedSubscriber<>(
                    subscriber, call, this::record, action -> call.context().run(action)));
    call.context().run(() -> handler.onEventStream(followed));
  }

  private void record(E event) {
    Map<String, @Nullable Object> json = json(event);
    if (json != null) {
      call.event(json);
    }
  }

  @Override
  public void exceptionOccurred(Throwable error) {
    call.context().run(() -> handler.exceptionOccurred(error));
  }

  @Override
  public void complete() {
    call.context().run(handler::complete);
  }

  private static final class Converse
      extends FollowedEvents<ConverseStreamResponse, ConverseStreamOutput>
      implements ConverseStreamResponseHandler {
    Converse(ConverseStreamResponseHandler handler, BedrockCall call) {
      super(handler, call);
    }

    @Override
    Map<String, @Nullable Object> json(ConverseStreamOutput event) {
      Map<String, @Nullable Object> json = new LinkedHashMap<>();
      json.put(event.sdkEventType().toString(), SdkValues.of(event));
      return json;
    }
  }

  private static final class Invoke
      extends FollowedEvents<InvokeModelWithResponseStreamResponse, ResponseStream>
      implements InvokeModelWithResponseStreamResponseHandler {
    Invoke(InvokeModelWithResponseStreamResponseHandler handler, BedrockCall call) {
      super(handler, call);
    }

    @Override
    @Nullable Map<String, @Nullable Object> json(ResponseStream event) {
      SdkBytes bytes = event instanceof PayloadPart part ? part.bytes() : null;
      return bytes == null ? null : JsonReader.readObject(bytes.asUtf8String());
    }
  }
}
