package dev.spanloom.autolog.bedrock;

import dev.spanloom.autolog.contract.ModelUser;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeAsyncClient;
import software.amazon.awssdk.services.bedrockruntime.BedrockRuntimeClient;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlock;
import software.amazon.awssdk.services.bedrockruntime.model.ContentBlockDeltaEvent;
import software.amazon.awssdk.services.bedrockruntime.model.ConversationRole;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseResponse;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamOutput;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamRequest;
import software.amazon.awssdk.services.bedrockruntime.model.ConverseStreamResponseHandler;
import software.amazon.awssdk.services.bedrockruntime.model.Message;
import software.amazon.awssdk.services.bedrockruntime.model.Tool;

/** Asks by Converse and ConverseStream. */
record BedrockUser(BedrockRuntimeClient client, BedrockRuntimeAsyncClient async)
    implements ModelUser {

  static Message message(String prompt) {
    return Message.builder()
        .role(ConversationRole.USER)
        .content(ContentBlock.fromText(prompt))
        .build();
  }

  static ConverseRequest request(String prompt) {
    return ConverseRequest.builder()
        .modelId(ConverseWire.MODEL)
        .messages(message(prompt))
        .inferenceConfig(config -> config.maxTokens(100).temperature(0.5f))
        .build();
  }

  static ConverseStreamRequest streamRequest(String prompt) {
    return ConverseStreamRequest.builder()
        .modelId(ConverseWire.MODEL)
        .messages(message(prompt))
        .build();
  }

  private static String text(ConverseResponse response) {
    return response.output().message().content().get(0).text();
  }

  @Override
  public String ask(String prompt) {
    return text(client.converse(request(prompt)));
  }

  @Override
  public void askWithTool(String prompt, String tool) {
    Document schema =
        Document.mapBuilder()
            .putString("type", "object")
            .putDocument(
                "properties",
                Document.mapBuilder()
                    .putDocument("city", Document.mapBuilder().putString("type", "string").build())
                    .build())
            .build();
    var unused =
        client.converse(
            request(prompt).toBuilder()
                .toolConfig(
                    config ->
                        config.tools(
                            Tool.fromToolSpec(
                                spec -> spec.name(tool).inputSchema(in -> in.json(schema)))))
                .build());
  }

  @Override
  public String stream(String prompt, int most) throws Exception {
    Reader reader = new Reader(most);
    ConverseStreamResponseHandler handler =
        ConverseStreamResponseHandler.builder()
            .onEventStream(publisher -> publisher.subscribe(reader))
            .build();
    CompletableFuture<Void> over = async.converseStream(streamRequest(prompt), handler);
    try {
      CompletableFuture.anyOf(over, reader.enough).get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw (Exception) e.getCause();
    }
    return reader.text.toString();
  }

  /** The subscriber asks for no more; the AWS SDK gives up after its own time limit. */
  @Override
  public void streamAndForget(String prompt) throws Exception {
    CountDownLatch read = new CountDownLatch(1);
    ConverseStreamResponseHandler handler =
        ConverseStreamResponseHandler.builder()
            .onEventStream(publisher -> publisher.subscribe(new Forgetful(read)))
            .build();
    var unused =
        async.converseStream(
            streamRequest(prompt).toBuilder()
                .overrideConfiguration(limits -> limits.apiCallTimeout(Duration.ofSeconds(8)))
                .build(),
            handler);
    if (!read.await(30, TimeUnit.SECONDS)) {
      throw new AssertionError("no piece came");
    }
  }

  @Override
  public CompletableFuture<String> askLater(String prompt) {
    return async.converse(request(prompt)).thenApply(BedrockUser::text);
  }

  @Override
  public CompletableFuture<Void> streamLater(String prompt, Consumer<String> piece) {
    return async.converseStream(
        streamRequest(prompt),
        ConverseStreamResponseHandler.builder()
            .subscriber(
                ConverseStreamResponseHandler.Visitor.builder()
                    .onContentBlockDelta(event -> piece.accept(event.delta().text()))
                    .build())
            .build());
  }

  @Override
  public void close() {
    client.close();
    async.close();
  }

  /** Reads pieces of text until it has enough of them. */
  private static final class Reader implements Subscriber<ConverseStreamOutput> {
    private final StringBuffer text = new StringBuffer();
    private final CompletableFuture<Void> enough = new CompletableFuture<>();
    private final int most;
    private int pieces;
    private Subscription subscription;

    Reader(int most) {
      this.most = most;
    }

    @Override
    public void onSubscribe(Subscription given) {
      subscription = given;
      given.request(1);
    }

    @Override
    public void onNext(ConverseStreamOutput event) {
      if (event instanceof ContentBlockDeltaEvent delta) {
        text.append(delta.delta().text());
        pieces++;
      }
      if (pieces < most) {
        subscription.request(1);
      } else {
        subscription.cancel();
        enough.complete(null);
      }
    }

    @Override
    public void onError(Throwable error) {}

    @Override
    public void onComplete() {}
  }

  /** Reads one event and forgets the rest. */
  private record Forgetful(CountDownLatch read) implements Subscriber<ConverseStreamOutput> {
    @Override
    public void onSubscribe(Subscription subscription) {
      subscription.request(1);
    }

    @Override
    public void onNext(ConverseStreamOutput event) {
      read.countDown();
    }

    @Override
    public void onError(Throwable error) {}

    @Override
    public void onComplete() {}
  }
}
