package dev.spanloom.server.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.stream.StreamMessage;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.HttpStatusException;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.io.InputStream;
import java.util.concurrent.CompletableFuture;

/**
 * An endpoint that reads the body, or writes the reply, piece by piece, and may wait for the store
 * meanwhile: neither is held as a whole.
 */
public interface StreamingService extends HttpService {
  /** So much of a body is in memory at a time, about. */
  long HELD_BYTES = 4L << 20;

  HttpResponse stream(ServiceRequestContext context, HttpRequest request) throws Exception;

  @Override
  default HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    return HttpResponse.of(
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return stream(context, request);
              } catch (HttpStatusException e) {
                throw e;
              } catch (Exception | StackOverflowError e) {
                return Replies.failure(e).toHttpResponse();
              }
            },
            context.blockingTaskExecutor()));
  }

  /** The body, to be read on this thread. */
  static InputStream body(HttpRequest request) {
    return request.toInputStream(piece -> piece instanceof HttpData data ? data : HttpData.empty());
  }

  /** A reply whose body is read from a stream while it is sent. */
  static HttpResponse reply(
      ServiceRequestContext context, MediaType type, String fileName, InputStream content) {
    ResponseHeaders headers =
        ResponseHeaders.builder(com.linecorp.armeria.common.HttpStatus.OK)
            .contentType(type)
            .set(HttpHeaderNames.CONTENT_DISPOSITION, Downloads.attachment(fileName))
            .build();
    return HttpResponse.of(
        headers, StreamMessage.builder(content).executor(context.blockingTaskExecutor()).build());
  }
}
