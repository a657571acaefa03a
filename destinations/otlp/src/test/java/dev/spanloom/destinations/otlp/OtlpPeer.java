package dev.spanloom.destinations.otlp;

import com.linecorp.armeria.common.AggregatedHttpRequest;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.OtlpReply;
import dev.spanloom.entities.otlp.OtlpRequests;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.zip.GZIPInputStream;

/** A backend that records what it is sent, over HTTP and gRPC, and answers as a test likes. */
final class OtlpPeer implements AutoCloseable {
  private static final int PREFIX = 5;

  private final Server server;
  private final List<Received> received = new CopyOnWriteArrayList<>();
  private volatile Function<Received, HttpResponse> answers = Received::taken;

  /**
   * A request.
   *
   * @param message the request message, unpacked; of gRPC without its prefix
   * @param compressed whether it was packed
   */
  record Received(
      String path, Map<String, String> headers, byte[] message, boolean compressed, int bytes) {
    boolean isGrpc() {
      return path.endsWith("/Export");
    }

    List<EncodedSpan> encoded() {
      return OtlpRequests.split(message);
    }

    List<Span> spans() {
      return encoded().stream().map(EncodedSpan::decode).toList();
    }

    /** The answer that all is taken. */
    HttpResponse taken() {
      return reply(OtlpReply.ALL_TAKEN);
    }

    HttpResponse reply(OtlpReply reply) {
      return bytes(reply.toProtobuf());
    }

    /** An answer of success with any bytes. */
    HttpResponse bytes(byte[] message) {
      if (!isGrpc()) {
        return HttpResponse.of(
            HttpStatus.OK, MediaType.parse("application/x-protobuf"), HttpData.wrap(message));
      }
      ByteBuffer frame = ByteBuffer.allocate(PREFIX + message.length);
      frame.put((byte) 0).putInt(message.length).put(message);
      return grpc(0, "", null, frame.array());
    }

    static HttpResponse grpc(int status, String message, byte[] details) {
      return grpc(status, message, details, new byte[0]);
    }

    private static HttpResponse grpc(int status, String message, byte[] details, byte[] frame) {
      var trailers = HttpHeaders.builder().set("grpc-status", Integer.toString(status));
      if (!message.isEmpty()) {
        trailers.set("grpc-message", message);
      }
      if (details != null) {
        trailers.set("grpc-status-details-bin", Base64.getEncoder().encodeToString(details));
      }
      return HttpResponse.of(
          ResponseHeaders.of(HttpStatus.OK, "content-type", "application/grpc"),
          HttpData.wrap(frame),
          trailers.build());
    }
  }

  OtlpPeer() {
    this(builder -> builder.http(new InetSocketAddress("127.0.0.1", 0)));
  }

  static OtlpPeer atPort(int port) {
    return new OtlpPeer(builder -> builder.http(new InetSocketAddress("127.0.0.1", port)));
  }

  OtlpPeer(Consumer<ServerBuilder> setUp) {
    ServerBuilder builder = Server.builder();
    setUp.accept(builder);
    server =
        builder
            .maxRequestLength(64 << 20)
            .gracefulShutdownTimeoutMillis(0, 0)
            .requestTimeoutMillis(0)
            .serviceUnder(
                "/",
                (context, request) -> HttpResponse.of(request.aggregate().thenApply(this::serve)))
            .build();
    server.start().join();
  }

  private HttpResponse serve(AggregatedHttpRequest request) {
    byte[] body = request.content().array();
    boolean grpc = request.path().endsWith("/Export");
    boolean compressed =
        grpc ? body[0] != 0 : request.headers().get("content-encoding", "").equals("gzip");
    byte[] message = grpc ? Arrays.copyOfRange(body, PREFIX, body.length) : body;
    Map<String, String> headers = new java.util.TreeMap<>();
    request.headers().forEach((name, value) -> headers.put(name.toString(), value));
    Received one =
        new Received(
            request.path(),
            headers,
            compressed ? unzipped(message) : message,
            compressed,
            body.length);
    received.add(one);
    return answers.apply(one);
  }

  private static byte[] unzipped(byte[] message) {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(message))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.activeLocalPort();
  }

  List<Received> received() {
    return received;
  }

  List<Span> spans() {
    return received.stream().flatMap(one -> one.spans().stream()).toList();
  }

  void answer(Function<Received, HttpResponse> wanted) {
    answers = wanted;
  }

  /** Returns when the port is free, which takes two seconds. */
  void stop() {
    server.stop().join();
  }

  /** Other tests need not wait for the rest. */
  @Override
  public void close() {
    server.stop();
  }
}
