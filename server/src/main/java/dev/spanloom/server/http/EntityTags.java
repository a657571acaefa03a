package dev.spanloom.server.http;

import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import dev.spanloom.storage.internal.Fingerprint;

/** Lets a client ask whether what it has is still right. */
public final class EntityTags {
  private EntityTags() {}

  /** The tag of what may be sent compressed or not. */
  public static String weak(String fingerprint) {
    return "W/\"" + fingerprint + "\"";
  }

  /** Whether a client has what a tag stands for. */
  public static boolean has(RequestHeaders request, String tag) {
    String known = request.get(HttpHeaderNames.IF_NONE_MATCH, "");
    for (String item : known.split(",", -1)) {
      if (item.trim().equals("*") || opaque(item.trim()).equals(opaque(tag))) {
        return true;
      }
    }
    return false;
  }

  private static String opaque(String tag) {
    return tag.startsWith("W/") ? tag.substring(2) : tag;
  }

  public static AggregatedHttpResponse notModified(String tag) {
    return AggregatedHttpResponse.of(
        ResponseHeaders.builder(HttpStatus.NOT_MODIFIED)
            .set(HttpHeaderNames.ETAG, tag)
            .set(HttpHeaderNames.CACHE_CONTROL, "no-cache")
            .build());
  }

  /** A reply with the tag of its content, or only word that the client has it. */
  public static AggregatedHttpResponse tagged(
      RequestHeaders request, AggregatedHttpResponse reply) {
    String tag = weak(new Fingerprint().add(reply.content().array()).text());
    if (has(request, tag)) {
      return notModified(tag);
    }
    ResponseHeaders headers =
        reply.headers().toBuilder()
            .set(HttpHeaderNames.ETAG, tag)
            .set(HttpHeaderNames.CACHE_CONTROL, "no-cache")
            .build();
    return AggregatedHttpResponse.of(headers, reply.content());
  }
}
