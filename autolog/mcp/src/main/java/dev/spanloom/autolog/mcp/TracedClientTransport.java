package dev.spanloom.autolog.mcp;

import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.CallContext;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCNotification;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCRequest;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCResponse;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/**
 * A client's transport: requests that go out begin spans, the responses that come in end them, by
 * their JSON-RPC ids. Thread-safe.
 */
final class TracedClientTransport implements McpClientTransport {
  private static final System.Logger LOG = System.getLogger(TracedClientTransport.class.getName());
  private static final String META = "_meta";
  private static final String TRACEPARENT = "traceparent";

  /** A server that answers nothing must not fill the memory of its client. */
  private static final int MOST_PENDING = 10_000;

  private final McpClientTransport transport;
  private final AutologOptions options;
  private final Map<String, McpCall> pending = new ConcurrentHashMap<>();

  TracedClientTransport(McpClientTransport transport, AutologOptions options) {
    this.transport = transport;
    this.options = options;
  }

  @Override
  public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
    return transport.connect(incoming -> handler.apply(incoming.doOnNext(this::received)));
  }

  private void received(JSONRPCMessage message) {
    if (message instanceof JSONRPCResponse response) {
      McpCall call = pending.remove(String.valueOf(response.id()));
      if (call != null) {
        quietly(
            () -> {
              if (response.error() != null) {
                call.refused(response.error().code(), response.error().message());
              } else {
                call.completed(McpJson.of(response.result()));
              }
            });
      }
    }
  }

  @Override
  public Mono<Void> sendMessage(JSONRPCMessage message) {
    if (message instanceof JSONRPCNotification notification) {
      quietly(() -> givenUp(notification));
      return transport.sendMessage(message);
    }
    if (!(message instanceof JSONRPCRequest request) || !McpCall.isRecorded(request.method())) {
      return transport.sendMessage(message);
    }
    return Mono.deferContextual(view -> send(request, view));
  }

  private void givenUp(JSONRPCNotification notification) {
    if ("notifications/cancelled".equals(notification.method())
        && McpJson.of(notification.params()) instanceof Map<?, ?> params) {
      McpCall call = pending.remove(String.valueOf(params.get("requestId")));
      if (call != null) {
        call.cancelled();
      }
    }
  }

  private Mono<Void> send(JSONRPCRequest request, ContextView view) {
    String id = String.valueOf(request.id());
    JSONRPCMessage sent = request;
    McpCall call = null;
    try {
      Map<String, @Nullable Object> params = params(request);
      call = begin(request, params, view);
      if (call.isRecording() && pending.size() < MOST_PENDING) {
        pending.put(id, call);
        sent = withParent(request, params, call);
      }
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      LOG.log(System.Logger.Level.DEBUG, "a request is not recorded", e);
    }
    McpCall begun = call;
    Mono<Void> sending = transport.sendMessage(sent);
    return begun == null
        ? sending
        : sending.doOnError(
            error -> {
              pending.remove(id);
              quietly(() -> begun.failed(error));
            });
  }

  private Map<String, @Nullable Object> params(JSONRPCRequest request) {
    return request.params() == null
        ? new LinkedHashMap<>()
        : new LinkedHashMap<>(transport.unmarshalFrom(request.params(), McpJson.MAP));
  }

  private McpCall begin(
      JSONRPCRequest request, Map<String, @Nullable Object> params, ContextView view) {
    Context context = McpTracing.contextOf(view);
    if (context == null) {
      return McpCall.start(request.method(), "client", params, CallContext.current(), options);
    }
    try (Scope scope = context.makeCurrent()) {
      return McpCall.start(request.method(), "client", params, CallContext.current(), options);
    }
  }

  /** The request with the span as parent of what the server does; that of the program stays. */
  private static JSONRPCRequest withParent(
      JSONRPCRequest request, Map<String, @Nullable Object> params, McpCall call) {
    Map<String, @Nullable Object> meta = new LinkedHashMap<>();
    if (params.get(META) instanceof Map<?, ?> given) {
      given.forEach((key, value) -> meta.put(String.valueOf(key), value));
    }
    if (meta.containsKey(TRACEPARENT)) {
      return request;
    }
    meta.putAll(call.headers());
    params.put(META, meta);
    return new JSONRPCRequest(request.jsonrpc(), request.method(), request.id(), params);
  }

  @Override
  public Mono<Void> closeGracefully() {
    return transport.closeGracefully().doFinally(signal -> closed());
  }

  @Override
  public void close() {
    transport.close();
    closed();
  }

  private void closed() {
    pending
        .values()
        .removeIf(
            call -> {
              quietly(() -> call.refused(null, "the client was closed before there was an answer"));
              return true;
            });
  }

  @Override
  public void setExceptionHandler(Consumer<Throwable> handler) {
    transport.setExceptionHandler(handler);
  }

  @Override
  public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
    return transport.unmarshalFrom(data, type);
  }

  @Override
  public List<String> protocolVersions() {
    return transport.protocolVersions();
  }

  private static void quietly(Runnable recording) {
    try {
      recording.run();
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      LOG.log(System.Logger.Level.DEBUG, "a part of a request is not recorded", e);
    }
  }
}
