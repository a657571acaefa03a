package dev.spanloom.server.rest;

import com.linecorp.armeria.common.HttpMethod;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.entities.internal.derive.Linked;
import dev.spanloom.entities.internal.rules.TagRules;
import dev.spanloom.storage.TraceStore;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Links traces to the runs and prompts that they belong to. */
final class LinkEndpoints {
  private static final int MOST_TRACES = 100;

  private final RunLinks runs;
  private final KnownTraces traces;

  LinkEndpoints(TraceStore store) {
    this.runs = new RunLinks(store);
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
    Set<String> linked = runs.link(ids, request.text("run_id"));
    ids.removeAll(linked);
    if (!ids.isEmpty()) {
      throw MlflowException.notFound(
          "Traces "
              + ids
              + " do not exist (expected: traces that were logged before); the other "
              + linked.size()
              + " are linked");
    }
    return Map.of();
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
    checkRoom(info, prompts);
    traces.write(
        List.of(RunLinks.about(info).tag(TraceTagKey.LINKED_PROMPTS, Linked.text(prompts)).build()),
        info.experimentId());
    return Map.of();
  }

  /** A trace has so many links as a tag has room for. */
  private static void checkRoom(TraceInfo info, List<Map<String, String>> prompts) {
    int known = Linked.prompts(info.tags()).size();
    int all = Linked.text(Linked.withPrompts(info.tags(), prompts)).length();
    if (all > TagRules.MAX_VALUE_CHARS) {
      throw MlflowException.invalidParameter(
          "trace "
              + info.traceId()
              + " is linked to "
              + known
              + " prompts, and cannot be to "
              + prompts.size()
              + " more (expected: fewer; their names and versions have at most "
              + TagRules.MAX_VALUE_CHARS
              + " characters together)");
    }
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
}
