package dev.spanloom.server.http;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;

/** An endpoint that works on a whole request and may wait for the store. */
public interface BlockingService {
  AggregatedHttpResponse serve(ServiceRequestContext context, AggregatedHttpRequest request)
      throws Exception;

  /** As Armeria wants it: off the event loop, with failures answered. */
  default HttpService asHttpService() {
    return (context, request) ->
        HttpResponse.of(
            request
                .aggregate()
                .thenApplyAsync(
                    whole -> answer(context, whole).toHttpResponse(),
                    context.blockingTaskExecutor()));
  }

  private AggregatedHttpResponse answer(
      ServiceRequestContext context, AggregatedHttpRequest request) {
    try {
      return serve(context, request);
    } catch (Exception | StackOverflowError e) {
      return Replies.failure(e);
    }
  }
}
