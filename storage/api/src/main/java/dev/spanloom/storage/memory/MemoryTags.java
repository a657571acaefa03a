package dev.spanloom.storage.memory;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.internal.rules.TagRules;
import dev.spanloom.storage.TagStore;
import dev.spanloom.storage.internal.StoredTags;

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
          if (!said.tags().containsKey(key)) {
            throw MlflowException.notFound("trace " + traceId + " has no tag \"" + key + "\"");
          }
          return said.toBuilder().removeTag(key).build();
        });
  }
}
