package dev.spanloom.server.security;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpRequestWriter;
import com.linecorp.armeria.server.HttpResponseException;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Hands a body on piece by piece, each only when there is room for it. Armeria's own filters look
 * at pieces when all of them are collected, which is too late. Called by one thread at a time.
 */
final class CountedBody implements Subscriber<HttpObject> {
  private final HttpRequestWriter writer;
  private final Predicate<HttpData> hasRoom;
  private final Supplier<HttpResponseException> refusal;
  private @Nullable Subscription pieces;

  private CountedBody(
      HttpRequestWriter writer,
      Predicate<HttpData> hasRoom,
      Supplier<HttpResponseException> refusal) {
    this.writer = writer;
    this.hasRoom = hasRoom;
    this.refusal = refusal;
  }

  /** The same request, which fails with a refusal as soon as there is no room. */
  static HttpRequest of(
      HttpRequest request, Predicate<HttpData> hasRoom, Supplier<HttpResponseException> refusal) {
    HttpRequestWriter writer = HttpRequest.streaming(request.headers());
    request.subscribe(new CountedBody(writer, hasRoom, refusal));
    return writer;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    pieces = subscription;
    subscription.request(1);
  }

  @Override
  public void onNext(HttpObject piece) {
    Subscription more = pieces;
    if (more == null) {
      return;
    }
    if (piece instanceof HttpData data && !hasRoom.test(data)) {
      data.close();
      more.cancel();
      writer.abort(refusal.get());
    } else if (writer.tryWrite(piece)) {
      var unused = writer.whenConsumed().thenRun(() -> more.request(1));
    } else {
      more.cancel();
    }
  }

  @Override
  public void onError(Throwable failure) {
    writer.abort(failure);
  }

  @Override
  public void onComplete() {
    writer.close();
  }
}
