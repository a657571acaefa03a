package dev.spanloom.server.http;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.util.concurrent.CompletableFuture;

/**
 * An endpoint that works on a whole request and answers when the store has done what it is asked
 * for. No thread waits for that: to wake up one for each request costs as much as to read it.
 */
public interface PatientService {
  /** Begins to serve. May wait for the store; the reply need not be there when this returns. */
  CompletableFuture<AggregatedHttpResponse> begin(
      ServiceRequestContext context, AggregatedHttpRequest request) throws Exception;

  /** As Armeria wants it: off the event loop, with failures answered. */
  default HttpService asHttpService() {
    return (context, request) ->
        HttpResponse.of(
            request
                .aggregate()
                .thenComposeAsync(whole -> answer(context, whole), context.blockingTaskExecutor()));
  }

  private CompletableFuture<HttpResponse> answer(
      ServiceRequestContext context, AggregatedHttpRequest request) {
    CompletableFuture<AggregatedHttpResponse> reply;
    try {
      reply = begin(context, request);
    } catch (Exception | StackOverflowError e) {
      reply = CompletableFuture.completedFuture(Replies.failure(e));
    }
    return reply.exceptionally(Replies::failure).thenApply(AggregatedHttpResponse::toHttpResponse);
  }
}
