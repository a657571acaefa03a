package dev.spanloom.server.ui;

import com.linecorp.armeria.common.HttpMethod;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.server.rest.RestRequest;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.TraceSearch;
import dev.spanloom.storage.TraceStore;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The experiments with how much is in each, for the switcher. */
final class ExperimentsEndpoint {
  private static final int MOST_EXPERIMENTS = 1_000;

  private final TraceStore store;

  ExperimentsEndpoint(TraceStore store) {
    this.store = store;
  }

  void addTo(UiApi.Endpoints endpoints) {
    endpoints.add(HttpMethod.GET, "/experiments", this::list);
  }

  private record Entry(Experiment experiment, long traces, long lastMillis) {}

  private Object list(RestRequest request) {
    List<Entry> entries = new ArrayList<>();
    for (Experiment experiment : store.experiments().list()) {
      entries.add(entry(experiment));
    }
    entries.sort(Comparator.comparingLong(Entry::lastMillis).reversed());
    List<Map<String, @Nullable Object>> maps = new ArrayList<>();
    for (Entry entry : entries.subList(0, Math.min(MOST_EXPERIMENTS, entries.size()))) {
      Map<String, @Nullable Object> map = new LinkedHashMap<>();
      map.put("experiment_id", entry.experiment().experimentId());
      map.put("name", entry.experiment().name());
      map.put("last_update_ms", entry.lastMillis());
      map.put("traces", entry.traces());
      map.put("lifecycle_stage", entry.experiment().lifecycleStage());
      map.put("tags", entry.experiment().tags());
      maps.add(map);
    }
    return Map.of("experiments", maps);
  }

  /** Something new is a new trace, too. */
  private Entry entry(Experiment experiment) {
    TraceSearch search = store.search();
    TraceQuery query = TraceQuery.builder(experiment.experimentId()).maxResults(1).build();
    List<TraceInfo> newest = search.search(query).infos();
    long last = experiment.lastUpdateTimeUnixMillis();
    return newest.isEmpty()
        ? new Entry(experiment, 0, last)
        : new Entry(
            experiment, search.count(query), Math.max(last, newest.get(0).requestTimeUnixMillis()));
  }
}
