package dev.spanloom.server.rest;

import com.linecorp.armeria.common.HttpMethod;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceLocation;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.entities.internal.derive.Linked;
import dev.spanloom.entities.internal.rules.TagRules;
import dev.spanloom.storage.TraceReader;
import dev.spanloom.storage.TraceStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Links traces to the runs and prompts that they belong to. */
final class LinkEndpoints {
  private static final int MOST_TRACES = 100;

  private final TraceReader reader;
  private final KnownTraces traces;

  LinkEndpoints(TraceStore store) {
    this.reader = store.reader();
    this.traces = new KnownTraces(store);
  }

  void addTo(RestApi.Endpoints endpoints) {
    endpoints.add(HttpMethod.POST, "/2.0/mlflow/traces/link-to-run", this::linkToRun);
    endpoints.add(HttpMethod.POST, "/2.0/mlflow/traces/link-prompts", this::linkPrompts);
  }

  private Object linkToRun(RestRequest request) {
    Set<String> ids = new LinkedHashSet<>(request.requiredTexts("trace_ids"));
    if (ids.size() > MOST_TRACES) {
      throw MlflowException.invalidParameter(
          "Cannot link more than "
              + MOST_TRACES
              + " traces to a run in a single request. Provided "
              + ids.size()
              + " traces.");
    }
    String run = RunIds.checked(request.text("run_id"));
    List<TraceInfo> known = reader.infos(List.copyOf(ids));
    for (TraceInfo info : known) {
      checkRoom(info, run);
    }
    known.stream()
        .collect(Collectors.groupingBy(info -> String.valueOf(info.experimentId())))
        .forEach((experimentId, infos) -> link(infos, run, experimentId));
    known.forEach(info -> ids.remove(info.traceId()));
    if (!ids.isEmpty()) {
      throw MlflowException.notFound(
          "Traces "
              + ids
              + " do not exist (expected: traces that were logged before); the other "
              + known.size()
              + " are linked");
    }
    return Map.of();
  }

  private void link(List<TraceInfo> infos, String run, String experimentId) {
    String links = Linked.text(List.of(run));
    traces.write(
        infos.stream()
            .map(info -> about(info).metadata(TraceMetadataKey.LINKED_RUNS, links).build())
            .toList(),
        experimentId);
  }

  /** A trace has so many links as a metadata entry has room for. */
  private static void checkRoom(TraceInfo info, String run) {
    List<String> runs = new ArrayList<>(Linked.runs(info.traceMetadata()));
    runs.add(run);
    if (Linked.text(runs).length() > TagRules.MAX_VALUE_CHARS) {
      throw MlflowException.invalidParameter(
          "trace "
              + info.traceId()
              + " is linked to "
              + (runs.size() - 1)
              + " runs (expected: fewer; their ids have at most "
              + TagRules.MAX_VALUE_CHARS
              + " characters together)");
    }
  }

  private Object linkPrompts(RestRequest request) {
    TraceInfo info = traces.get(request.text("trace_id"));
    List<Map<String, String>> prompts = new ArrayList<>();
    for (Map<String, @Nullable Object> prompt : request.objects("prompt_versions")) {
      Map<String, String> link = new LinkedHashMap<>();
      link.put("name", part(prompt, "name"));
      link.put("version", part(prompt, "version"));
      prompts.add(link);
    }
    if (prompts.isEmpty()) {
      throw RestRequest.missing("prompt_versions");
    }
    traces.write(
        List.of(about(info).tag(TraceTagKey.LINKED_PROMPTS, Linked.text(prompts)).build()),
        info.experimentId());
    return Map.of();
  }

  private static String part(Map<String, @Nullable Object> prompt, String name) {
    Object value = prompt.get(name);
    if (value instanceof Long || (value instanceof String text && !text.isEmpty())) {
      return value.toString();
    }
    if (value == null || value instanceof String) {
      throw RestRequest.missing("prompt_versions." + name);
    }
    throw RestRequest.wrong("prompt_versions." + name, value, "a string");
  }

  /** Words about a trace that leave as it is what they do not mention. */
  private static TraceInfo.Builder about(TraceInfo info) {
    return TraceInfo.builder(info.traceId()).traceLocation(TraceLocation.unspecified());
  }
}
