package dev.spanloom.autolog.mcp;

import io.modelcontextprotocol.json.McpJsonMapper;
import io.modelcontextprotocol.json.TypeRef;
import io.modelcontextprotocol.spec.McpClientTransport;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpSchema.JSONRPCMessage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/** A client's end of the stdio transport over streams: a line for each message. */
final class PipedTransport implements McpClientTransport {
  private final McpJsonMapper mapper;
  private final InputStream in;
  private final OutputStream out;
  private final List<String> sent = new CopyOnWriteArrayList<>();
  private volatile boolean broken;

  PipedTransport(McpJsonMapper mapper, InputStream in, OutputStream out) {
    this.mapper = mapper;
    this.in = in;
    this.out = out;
  }

  /** The lines that went out. */
  List<String> sent() {
    return sent;
  }

  /** Nothing goes out any more. */
  void breakDown() {
    broken = true;
  }

  @Override
  public Mono<Void> connect(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
    return Mono.fromRunnable(
        () -> {
          Thread reader = new Thread(() -> read(handler), "piped-client");
          reader.setDaemon(true);
          reader.start();
        });
  }

  private void read(Function<Mono<JSONRPCMessage>, Mono<JSONRPCMessage>> handler) {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        handler
            .apply(Mono.just(McpSchema.deserializeJsonRpcMessage(mapper, line)))
            .subscribe(reply -> {});
      }
    } catch (IOException e) {
      // the server is gone
    }
  }

  @Override
  public Mono<Void> sendMessage(JSONRPCMessage message) {
    return Mono.fromCallable(
        () -> {
          if (broken) {
            throw new IOException("the pipe is broken");
          }
          String line = mapper.writeValueAsString(message);
          sent.add(line);
          synchronized (out) {
            out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
            out.flush();
          }
          return null;
        });
  }

  @Override
  public Mono<Void> closeGracefully() {
    return Mono.fromCallable(
        () -> {
          out.close();
          return null;
        });
  }

  @Override
  public <T> T unmarshalFrom(Object data, TypeRef<T> type) {
    return mapper.convertValue(data, type);
  }
}
