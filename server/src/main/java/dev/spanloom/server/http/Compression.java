package dev.spanloom.server.http;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;

/**
 * Compresses replies for clients that take gzip: on the thread that made them, not on the event
 * loop, and at the fastest level, since most clients are near.
 */
public final class Compression {
  private static final int LEAST_BYTES = 1024;
  private static final int BUFFER_BYTES = 8 * 1024;

  private Compression() {}

  /** Whether a client takes gzip. */
  public static boolean isTaken(RequestHeaders request) {
    for (String item : request.get(HttpHeaderNames.ACCEPT_ENCODING, "").split(",", -1)) {
      String[] parts = item.trim().toLowerCase(Locale.ROOT).split(";", 2);
      boolean refused = parts.length > 1 && parts[1].trim().matches("q=0(\\.0*)?");
      if (!refused && (parts[0].trim().equals("gzip") || parts[0].trim().equals("*"))) {
        return true;
      }
    }
    return false;
  }

  /** A reply as the client gets it: compressed when that is worth it. */
  public static AggregatedHttpResponse packed(
      RequestHeaders request, AggregatedHttpResponse reply) {
    if (reply.content().length() <= LEAST_BYTES || !isTaken(request)) {
      return reply;
    }
    ByteArrayOutputStream packed = new ByteArrayOutputStream(reply.content().length() / 4);
    try (OutputStream gzip = stream(packed)) {
      gzip.write(reply.content().array());
    } catch (IOException e) {
      throw new IllegalStateException(e); // memory does not fail so
    }
    ResponseHeaders headers =
        marked(reply.headers()).toBuilder().contentLength(packed.size()).build();
    return AggregatedHttpResponse.of(headers, HttpData.wrap(packed.toByteArray()));
  }

  /** The headers of a reply whose body is compressed. */
  public static ResponseHeaders marked(ResponseHeaders headers) {
    return headers.toBuilder()
        .set(HttpHeaderNames.CONTENT_ENCODING, "gzip")
        .set(HttpHeaderNames.VARY, "accept-encoding")
        .build();
  }

  /** A stream that compresses; flushing it gives out all that was written. */
  public static OutputStream stream(OutputStream out) throws IOException {
    return new GZIPOutputStream(out, BUFFER_BYTES, true) {
      {
        def.setLevel(Deflater.BEST_SPEED);
      }
    };
  }
}
