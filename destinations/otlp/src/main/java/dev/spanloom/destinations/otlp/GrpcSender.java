package dev.spanloom.destinations.otlp;

import dev.spanloom.destination.RetryLaterException;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.OtlpReply;
import dev.spanloom.entities.otlp.OtlpRequests;
import dev.spanloom.internal.http.HttpExchanges;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.okhttp.OkHttpChannelBuilder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** OTLP over gRPC; messages are bytes, so that nothing is encoded again. Thread-safe. */
final class GrpcSender implements Sender {
  private static final String METHOD = "opentelemetry.proto.collector.trace.v1.TraceService/Export";
  private static final MethodDescriptor<byte[], byte[]> EXPORT =
      MethodDescriptor.<byte[], byte[]>newBuilder()
          .setType(MethodDescriptor.MethodType.UNARY)
          .setFullMethodName(METHOD)
          .setRequestMarshaller(new Bytes())
          .setResponseMarshaller(new Bytes())
          .build();
  private static final long CLOSING_SECONDS = 2;

  private final OtlpSettings settings;
  private final String shown;
  private final ExecutorService executor =
      Executors.newCachedThreadPool(HttpExchanges.daemons("spanloom-otlp-grpc"));
  private final ScheduledExecutorService scheduler =
      Executors.newScheduledThreadPool(1, HttpExchanges.daemons("spanloom-otlp-grpc-timer"));
  private @Nullable ManagedChannel channel;
  private volatile boolean closed;

  GrpcSender(OtlpSettings settings) {
    this.settings = settings;
    shown = "gRPC " + settings.endpoint().uri();
  }

  /** Messages as they are. */
  private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
    @Override
    public InputStream stream(byte[] value) {
      return new ByteArrayInputStream(value);
    }

    @Override
    public byte[] parse(InputStream stream) {
      try {
        return stream.readAllBytes();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Whether the value of a header is bytes, in base64 where it is text. */
  static boolean isBinary(String name) {
    return name.endsWith(Metadata.BINARY_HEADER_SUFFIX);
  }

  /**
   * The channel, made when it is first needed. One that has lost its server is replaced: it would
   * fail calls, for up to two minutes, until it looks again.
   */
  private synchronized ManagedChannel channel() {
    if (closed) {
      throw closed(null);
    }
    ManagedChannel open = channel;
    if (open != null && open.getState(false) == ConnectivityState.TRANSIENT_FAILURE) {
      open.shutdown();
      open = null;
    }
    if (open == null) {
      open = build();
      channel = open;
    }
    return open;
  }

  private ManagedChannel build() {
    URI uri = settings.endpoint().uri();
    OkHttpChannelBuilder builder =
        OkHttpChannelBuilder.forAddress(uri.getHost(), uri.getPort())
            .executor(executor)
            .offloadExecutor(executor)
            .transportExecutor(executor)
            .scheduledExecutorService(scheduler)
            .userAgent(HttpExchanges.USER_AGENT)
            .maxInboundMessageSize(LARGEST_REPLY_BYTES);
    if (settings.endpoint().isEncrypted()) {
      settings.tls().ifPresent(tls -> builder.sslSocketFactory(tls.getSocketFactory()));
    } else {
      builder.usePlaintext();
    }
    return builder.build();
  }

  @Override
  public OtlpReply send(List<EncodedSpan> spans, Map<String, String> headers) {
    byte[] body = OtlpRequests.encode(spans);
    CallOptions options =
        CallOptions.DEFAULT.withDeadlineAfter(settings.timeout().toNanos(), TimeUnit.NANOSECONDS);
    ClientCall<byte[], byte[]> call =
        channel().newCall(EXPORT, settings.gzip() ? options.withCompression("gzip") : options);
    Answer answer = new Answer();
    call.start(answer, metadata(headers));
    call.request(2); // the second is what a unary call must not bring
    call.sendMessage(body);
    call.halfClose();
    byte[] reply = await(call, answer);
    try {
      return OtlpReply.ofProtobuf(reply);
    } catch (MlflowException e) {
      throw new RetryLaterException(shown + ": " + e.getMessage() + HttpFailures.ENDPOINT_HINT, e);
    }
  }

  private byte[] await(ClientCall<?, ?> call, Answer answer) {
    try {
      return answer.whole.get(); // the deadline ends it
    } catch (InterruptedException e) {
      call.cancel("interrupted", e);
      Thread.currentThread().interrupt();
      throw new RetryLaterException(shown + ": interrupted", e);
    } catch (ExecutionException e) {
      if (closed) {
        throw closed(e.getCause());
      }
      throw e.getCause() instanceof Failed failed
          ? GrpcFailures.of(shown, failed.status, failed.trailers)
          : new IllegalStateException(e.getCause());
    }
  }

  private RetryLaterException closed(@Nullable Throwable cause) {
    return new RetryLaterException(shown + ": the destination is closed", null, cause);
  }

  private Metadata metadata(Map<String, String> headers) {
    Metadata metadata = new Metadata();
    headers.forEach(
        (name, value) -> {
          if (!settings.headers().containsKey(name)) {
            put(metadata, name, value);
          }
        });
    settings.headers().forEach((name, value) -> put(metadata, name, value));
    return metadata;
  }

  private static void put(Metadata metadata, String name, String value) {
    if (isBinary(name)) {
      metadata.put(
          Metadata.Key.of(name, Metadata.BINARY_BYTE_MARSHALLER),
          Base64.getDecoder().decode(value));
    } else {
      metadata.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
    }
  }

  /** A status that is none of success. */
  private static final class Failed extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Status status;
    private final transient Metadata trailers;

    Failed(Status status, Metadata trailers) {
      super(status.toString());
      this.status = status;
      this.trailers = trailers;
    }
  }

  /** Waits for the one message, and the status behind it. */
  private static final class Answer extends ClientCall.Listener<byte[]> {
    final CompletableFuture<byte[]> whole = new CompletableFuture<>();
    private byte[] message = {};

    @Override
    public void onMessage(byte[] received) {
      message = received;
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      if (status.isOk()) {
        whole.complete(message);
      } else {
        whole.completeExceptionally(new Failed(status, trailers));
      }
    }
  }

  @Override
  public void close() {
    ManagedChannel open;
    synchronized (this) {
      closed = true;
      open = channel;
      channel = null;
    }
    if (open != null) {
      open.shutdownNow();
      try {
        open.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    scheduler.shutdown();
    executor.shutdown();
  }
}
