package dev.spanloom.server.ui;

import com.linecorp.armeria.common.HttpMethod;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.query.OrderKey;
import dev.spanloom.server.rest.RestRequest;
import dev.spanloom.storage.TraceMetrics.HistogramBar;
import dev.spanloom.storage.TraceStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How many traces began when. */
final class HistogramEndpoint {
  private static final int WANTED_BARS = 60;

  /** What people read easily: seconds, minutes, hours, days, weeks, months. */
  private static final List<Long> STEPS =
      List.of(
          1L,
          2L,
          5L,
          10L,
          30L,
          60L,
          120L,
          300L,
          600L,
          1_800L,
          3_600L,
          7_200L,
          14_400L,
          21_600L,
          43_200L,
          86_400L,
          172_800L,
          604_800L,
          2_592_000L);

  private final TraceStore store;

  HistogramEndpoint(TraceStore store) {
    this.store = store;
  }

  void addTo(UiApi.Endpoints endpoints) {
    endpoints.add(HttpMethod.POST, "/traces/histogram", this::histogram);
  }

  private Object histogram(RestRequest request) {
    Scope scope = Scope.of(request);
    Long asked = request.numberOrNull("interval_seconds", 1, Integer.MAX_VALUE);
    long seconds = asked == null ? step(scope) : asked;
    List<List<Long>> bars = new ArrayList<>();
    for (HistogramBar bar : store.metrics().histogram(scope.query().build(), seconds)) {
      bars.add(List.of(bar.bucketStartUnixMillis(), bar.traces(), bar.errors()));
    }
    Map<String, @Nullable Object> reply = new LinkedHashMap<>();
    reply.put("bars", bars);
    reply.put("interval_seconds", seconds);
    return reply;
  }

  /** The shortest step that makes about as many bars as fit on a screen. */
  private long step(Scope scope) {
    long from = bound(scope, scope.fromMillis(), OrderKey.OLDEST_FIRST);
    long to = bound(scope, scope.toMillis(), OrderKey.NEWEST_FIRST);
    long seconds = Math.max(0, to - from) / 1_000 / WANTED_BARS;
    Optional<Long> step = STEPS.stream().filter(candidate -> candidate >= seconds).findFirst();
    return step.orElse(STEPS.get(STEPS.size() - 1));
  }

  private long bound(Scope scope, @Nullable Long asked, OrderKey order) {
    if (asked != null) {
      return asked;
    }
    List<TraceInfo> found =
        store.search().search(scope.query().orderBy(List.of(order)).maxResults(1).build()).infos();
    return found.isEmpty() ? 0 : found.get(0).requestTimeUnixMillis();
  }
}
