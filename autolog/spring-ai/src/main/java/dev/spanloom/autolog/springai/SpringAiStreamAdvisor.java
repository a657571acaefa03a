package dev.spanloom.autolog.springai;

import io.micrometer.observation.Observation;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import org.springframework.core.Ordered;
import reactor.core.publisher.Flux;

/**
 * Shows the pieces of streams, which Spring AI's observations do not tell of: the span of the model
 * has their number, the time of the first one and an event for each, and what came so far when the
 * stream is cancelled or breaks off. It changes nothing, and has no span of its own; a program that
 * wants it adds it to its clients:
 *
 * <pre>{@code
 * ChatClient client = builder.defaultAdvisors(new SpringAiStreamAdvisor()).build();
 * }</pre>
 *
 * <p>It works beside a {@link SpringAiObservationHandler}. Stateless and thread-safe.
 */
public final class SpringAiStreamAdvisor implements StreamAdvisor {
  static final String NAME = "Spanloom";

  /** That of {@code ObservationThreadLocalAccessor}, whose library need not be there. */
  private static final String OBSERVATION = "micrometer.observation";

  @Override
  public String getName() {
    return NAME;
  }

  /** Right before the call of the model: behind what runs tools, so that each call is seen. */
  @Override
  public int getOrder() {
    return Ordered.LOWEST_PRECEDENCE - 1;
  }

  @Override
  public Flux<ChatClientResponse> adviseStream(
      ChatClientRequest request, StreamAdvisorChain chain) {
    return Flux.deferContextual(
        context -> {
          Object mine = context.getOrDefault(OBSERVATION, null);
          if (!(mine instanceof Observation observation)) {
            return chain.nextStream(request);
          }
          StreamPieces pieces = new StreamPieces();
          observation.getContext().put(StreamPieces.class, pieces);
          return chain
              .nextStream(request)
              .doOnNext(piece -> pieces.add(piece.chatResponse()))
              .doOnTerminate(pieces::over)
              .doOnCancel(pieces::over);
        });
  }
}
