package dev.spanloom.server.http;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A reply that is written as a stream, at the pace of the client: one piece is on its way at a
 * time. Fails when the client is gone or takes nothing for long. Not thread-safe.
 */
public final class ReplyStream extends OutputStream {
  private static final int PIECE_BYTES = 64 * 1024;
  private static final long PATIENCE_SECONDS = 60;

  private final HttpResponseWriter reply;
  private final byte[] piece = new byte[PIECE_BYTES];
  private int filled;

  private ReplyStream(HttpResponseWriter reply) {
    this.reply = reply;
  }

  /** Writes the body of a reply. */
  public interface Writing {
    void write(OutputStream out) throws IOException;
  }

  /**
   * A file to save, written on a thread that may wait. What fails after the first byte cuts the
   * reply off, so that no client takes it for a whole one.
   */
  public static HttpResponse download(
      ServiceRequestContext context, MediaType type, String fileName, Writing writing) {
    RequestHeaders request = context.request().headers();
    ResponseHeaders headers =
        ResponseHeaders.builder(HttpStatus.OK)
            .contentType(type)
            .set(HttpHeaderNames.CONTENT_DISPOSITION, Downloads.attachment(fileName))
            .set(HttpHeaderNames.CACHE_CONTROL, "no-cache")
            .build();
    boolean packed = Compression.isTaken(request);
    context.clearRequestTimeout(); // a client that takes nothing is noticed here
    HttpResponseWriter reply = HttpResponse.streaming();
    reply.write(packed ? Compression.marked(headers) : headers);
    context
        .blockingTaskExecutor()
        .execute(
            () -> {
              try (ReplyStream raw = new ReplyStream(reply);
                  OutputStream out = packed ? Compression.stream(raw) : raw) {
                writing.write(out);
              } catch (IOException | RuntimeException e) {
                reply.close(e);
                return;
              }
              reply.close();
            });
    return reply;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    int from = offset;
    int left = length;
    while (left > 0) {
      int count = Math.min(left, PIECE_BYTES - filled);
      System.arraycopy(bytes, from, piece, filled, count);
      filled += count;
      from += count;
      left -= count;
      if (filled == PIECE_BYTES) {
        flush();
      }
    }
  }

  @Override
  public void flush() throws IOException {
    if (filled == 0) {
      return;
    }
    boolean taken = reply.tryWrite(HttpData.wrap(Arrays.copyOf(piece, filled)));
    filled = 0;
    if (!taken) {
      throw new IOException("the client is gone");
    }
    try {
      reply.whenConsumed().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException("the client is gone", e);
    } catch (TimeoutException e) {
      throw new IOException("the client took nothing for " + PATIENCE_SECONDS + " s", e);
    }
  }

  @Override
  public void close() throws IOException {
    flush();
  }
}
