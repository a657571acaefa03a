package dev.spanloom.storage.memory;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.internal.derive.SaidBySpans;
import dev.spanloom.entities.internal.rules.TagRules;
import dev.spanloom.storage.TagStore;
import dev.spanloom.storage.internal.StoredTags;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tags of all traces. Thread-safe. */
final class MemoryTags implements TagStore {
  private final MemoryTraces traces;

  MemoryTags(MemoryTraces traces) {
    this.traces = traces;
  }

  @Override
  public void set(String traceId, String key, String value) {
    StoredTags.checkSettable(key);
    traces.change(traceId, said -> said.toBuilder().tag(key, TagRules.cutValue(value)).build());
  }

  @Override
  public void delete(String traceId, String key) {
    StoredTags.checkClients(key);
    traces.change(
        traceId,
        said -> {
          if (!SaidBySpans.expanded(said).tags().containsKey(key)) {
            throw MlflowException.notFound("trace " + traceId + " has no tag \"" + key + "\"");
          }
          return SaidBySpans.withoutTag(said, key);
        });
  }

  @Override
  public int change(List<String> traceIds, Map<String, String> set, Set<String> delete) {
    set.keySet().forEach(StoredTags::checkSettable);
    delete.forEach(StoredTags::checkClients);
    return traces.locked(
        () -> {
          int changed = 0;
          for (String traceId : new LinkedHashSet<>(traceIds)) {
            if (traces.find(traceId) != null) {
              traces.change(traceId, said -> StoredTags.changed(said, set, delete));
              changed++;
            }
          }
          return changed;
        });
  }
}
