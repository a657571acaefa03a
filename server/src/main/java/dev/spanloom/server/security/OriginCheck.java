package dev.spanloom.server.security;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpHeadersBuilder;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import java.net.URI;
import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which pages' scripts may use the server: its own, those of this machine, those that are listed.
 * What is no browser sends no Origin header. Immutable.
 */
final class OriginCheck {
  private static final Set<HttpMethod> READING =
      EnumSet.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  private final Set<String> origins;

  OriginCheck(Set<String> origins) {
    this.origins = new TreeSet<>(origins);
  }

  /** Whether a request may change something, as far as its origin goes. */
  boolean allows(RequestHeaders headers) {
    String origin = headers.get(HttpHeaderNames.ORIGIN);
    return origin == null || READING.contains(headers.method()) || isKnown(origin, headers);
  }

  private boolean isKnown(String origin, RequestHeaders headers) {
    if (origins.contains(origin)) {
      return true;
    }
    URI uri = uri(origin);
    if (uri == null || uri.getHost() == null) {
      return false;
    }
    String authority = headers.authority();
    return HostCheck.isLoopback(uri.getHost())
        || (authority != null && authority.equalsIgnoreCase(uri.getRawAuthority()));
  }

  private static @Nullable URI uri(String origin) {
    try {
      return URI.create(origin);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  static boolean isPreflight(RequestHeaders headers) {
    return headers.method() == HttpMethod.OPTIONS
        && headers.contains(HttpHeaderNames.ORIGIN)
        && headers.contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
  }

  /** What a browser asks before it sends: 204, with leave if there is leave. */
  HttpResponse preflight(RequestHeaders headers) {
    ResponseHeadersBuilder reply = ResponseHeaders.builder(HttpStatus.NO_CONTENT);
    String origin = headers.get(HttpHeaderNames.ORIGIN, "");
    if (isKnown(origin, headers)) {
      reply.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET, POST, PUT, PATCH, DELETE");
      String wanted = headers.get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS);
      if (wanted != null) {
        reply.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, wanted);
      }
      reply.set(HttpHeaderNames.ACCESS_CONTROL_MAX_AGE, "600");
    }
    return HttpResponse.of(reply.build());
  }

  /** Lets the script of a known page read the response. */
  void addTo(HttpHeadersBuilder response, RequestHeaders headers) {
    String origin = headers.get(HttpHeaderNames.ORIGIN);
    if (origin != null) {
      response.add(HttpHeaderNames.VARY, "Origin");
      if (isKnown(origin, headers)) {
        response.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
      }
    }
  }
}
