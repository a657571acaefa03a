package dev.spanloom.server.ui;

import com.linecorp.armeria.common.HttpMethod;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceIds;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.server.rest.RestRequest;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceStore;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the trace that somebody means by an id from a log, a header or a mail. */
final class ResolveEndpoint {
  private static final int MOST_CHARS = 1_000;

  /** W3C's header: version, trace, span, flags. */
  private static final Pattern TRACEPARENT =
      Pattern.compile("[0-9a-fA-F]{2}-([0-9a-fA-F]{32})-([0-9a-fA-F]{16})-[0-9a-fA-F]{2}.*");

  private final TraceStore store;

  ResolveEndpoint(TraceStore store) {
    this.store = store;
  }

  void addTo(UiApi.Endpoints endpoints) {
    endpoints.add(HttpMethod.GET, "/resolve", this::resolve);
  }

  private Object resolve(RestRequest request) {
    String id = request.text("id").trim();
    if (id.isEmpty() || id.length() > MOST_CHARS) {
      throw RestRequest.wrong("id", id, "1 to " + MOST_CHARS + " characters");
    }
    Matcher parent = TRACEPARENT.matcher(id);
    if (parent.matches()) {
      String spanId = parent.group(2).toLowerCase(Locale.ROOT);
      TraceInfo info = byId(parent.group(1));
      if (info == null) {
        throw unknown(id);
      }
      boolean there = store.reader().span(info.traceId(), spanId).isPresent();
      return reply(info, there ? spanId : null);
    }
    TraceInfo info = byId(id);
    info = info == null ? byClientRequest(id) : info;
    if (info == null) {
      throw unknown(id);
    }
    return reply(info, null);
  }

  private static MlflowException unknown(String id) {
    return MlflowException.notFound(
        "No trace of \""
            + id
            + "\" (expected: tr-… or 32 hex digits of a trace, a traceparent, or a client request"
            + " id)");
  }

  private static Map<String, @Nullable Object> reply(TraceInfo info, @Nullable String spanId) {
    Map<String, @Nullable Object> reply = new LinkedHashMap<>();
    reply.put("trace_id", info.traceId());
    reply.put("experiment_id", info.experimentId());
    reply.put("span_id", spanId);
    return reply;
  }

  private @Nullable TraceInfo byId(String id) {
    Set<String> spellings = new LinkedHashSet<>();
    spellings.add(id);
    TraceIds.toOtel(id)
        .ifPresent(
            hex -> {
              spellings.add(TraceIds.fromOtel(hex));
              spellings.add(hex);
            });
    return store.reader().infos(List.copyOf(spellings)).stream().findFirst().orElse(null);
  }

  /** Of several the newest. */
  private @Nullable TraceInfo byClientRequest(String id) {
    String[] experimentIds =
        store.experiments().list().stream().map(Experiment::experimentId).toArray(String[]::new);
    return store
        .search()
        .search(TraceQuery.builder(experimentIds).clientRequestId(id).maxResults(1).build())
        .infos()
        .stream()
        .findFirst()
        .orElse(null);
  }
}
