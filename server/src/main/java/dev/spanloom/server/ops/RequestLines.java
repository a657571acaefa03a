package dev.spanloom.server.ops;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.logging.RequestLog;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import dev.spanloom.server.security.Guard;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives each request an id, and a line in the log and a place in the metrics when it is answered.
 * The line has the route's pattern and sizes: nothing that a client wrote but the id. Thread-safe.
 */
final class RequestLines {
  private static final Logger LOG = LoggerFactory.getLogger("dev.spanloom.server.requests");
  private static final String ID = "x-request-id";
  private static final Pattern GOOD_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Set<String> UNLOGGED = Set.of("/health", "/ready", "/metrics");

  private final Metrics metrics;

  RequestLines(Metrics metrics) {
    this.metrics = metrics;
  }

  HttpResponse serve(HttpService service, ServiceRequestContext context, HttpRequest request)
      throws Exception {
    String sent = request.headers().get(ID, "");
    String id =
        GOOD_ID.matcher(sent).matches()
            ? sent
            : HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
    context.mutateAdditionalResponseHeaders(headers -> headers.set(ID, id));
    var unused = context.log().whenComplete().thenAccept(log -> answered(context, log, id));
    return service.serve(context, request);
  }

  private void answered(ServiceRequestContext context, RequestLog log, String id) {
    String route =
        context.config().route().isFallback() ? "none" : context.config().route().patternString();
    int status = log.responseStatus().code();
    Duration took = Duration.ofNanos(log.totalDurationNanos());
    metrics.served(route, context.method().name(), status, took, log.requestLength());
    if (!UNLOGGED.contains(route)) {
      LOG.info(
          "event=request id={} method={} route={} status={} millis={} received={} sent={} token={}",
          id,
          context.method(),
          route,
          status,
          took.toMillis(),
          log.requestLength(),
          log.responseLength(),
          Guard.tokenName(context));
    }
  }
}
