package dev.spanloom.server.security;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpResponseException;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.spanloom.server.http.EventStream;
import dev.spanloom.server.http.StreamingService;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;

/**
 * Lets so many requests in, and so many bytes of them, that memory does not grow; the others are
 * told to come back. What a client announces is counted before it is read, what it does not
 * announce as it comes; a compressed body counts for what it may become; one that is passed on in
 * pieces for some of them. A request that is alone is always let in. Thread-safe.
 */
final class Admission {
  /** What spans are compressed by; more than that is seldom. */
  private static final int COMPRESSION = 8;

  private final Limits limits;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicLong held = new AtomicLong();

  Admission(Limits limits) {
    this.limits = limits;
  }

  /** What one request holds. */
  private final class Share {
    private final AtomicLong bytes = new AtomicLong();
    private final boolean compressed;

    Share(boolean compressed) {
      this.compressed = compressed;
    }

    /** Takes more; false when there is no more, and then nothing is taken. */
    boolean take(long sent) {
      long more = compressed ? Math.min(limits.decodedBytes(), sent * COMPRESSION) : sent;
      long before = held.getAndAdd(more);
      boolean alone = before - bytes.get() <= 0;
      if (before + more > limits.heldBytes() && !alone) {
        held.addAndGet(-more);
        return false;
      }
      bytes.addAndGet(more);
      return true;
    }

    void giveBack() {
      held.addAndGet(-bytes.getAndSet(0));
      requests.decrementAndGet();
    }
  }

  int requests() {
    return requests.get();
  }

  long heldBytes() {
    return held.get();
  }

  /** Serves a request if there is room. */
  HttpResponse serve(
      HttpService service,
      ServiceRequestContext context,
      HttpRequest request,
      BiConsumer<ServiceRequestContext, Refusal> refused)
      throws Exception {
    if (context.config().service().as(EventStream.class) != null) {
      return service.serve(context, request);
    }
    if (requests.incrementAndGet() > limits.requests()) {
      requests.decrementAndGet();
      return refuse(context, request, refused, "requests", "too many requests at once");
    }
    boolean compressed = request.headers().contains(HttpHeaderNames.CONTENT_ENCODING);
    Share share = new Share(compressed || request.headers().contains("grpc-encoding"));
    var unused = context.log().whenComplete().thenRun(share::giveBack);
    long announced = request.headers().contentLength();
    boolean streamed = context.config().service().as(StreamingService.class) != null;
    long holds = streamed ? StreamingService.HELD_BYTES : announced;
    if (announced != 0 && holds > 0 && !share.take(holds)) {
      return refuse(context, request, refused, "memory", "too many bytes at once");
    }
    if (streamed || announced >= 0) {
      return service.serve(context, request);
    }
    HttpRequest counted =
        CountedBody.of(
            request,
            data -> share.take(data.length()),
            () ->
                HttpResponseException.of(
                    refuse(context, request, refused, "memory", "too many bytes at once")));
    context.updateRequest(counted);
    return service.serve(context, counted);
  }

  private static HttpResponse refuse(
      ServiceRequestContext context,
      HttpRequest request,
      BiConsumer<ServiceRequestContext, Refusal> refused,
      String kind,
      String message) {
    Refusal refusal = Refusal.tooMuch(kind, message + "; try again in a second");
    refused.accept(context, refusal);
    return refusal.reply(request.headers());
  }
}
