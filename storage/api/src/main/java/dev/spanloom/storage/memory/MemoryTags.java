package dev.spanloom.storage.memory;

import dev.spanloom.storage.TagStore;
import dev.spanloom.storage.internal.TagRules;
import dev.spanloom.storage.internal.TraceRules;

final class MemoryTags implements TagStore {
  private final Memory memory;

  MemoryTags(Memory memory) {
    this.memory = memory;
  }

  @Override
  public void set(String traceId, String key, String value) {
    TagRules.checkSettable(key);
    memory.alone(
        contents -> {
          StoredTrace trace = contents.requireTrace(traceId);
          trace.said = trace.said.toBuilder().tag(key, TagRules.cut(value)).build();
          return trace;
        });
  }

  @Override
  public void delete(String traceId, String key) {
    memory.alone(
        contents -> {
          StoredTrace trace = contents.requireTrace(traceId);
          if (!trace.said.tags().containsKey(key)) {
            throw TraceRules.noSuchTag(traceId, key);
          }
          trace.said = trace.said.toBuilder().removeTag(key).build();
          return trace;
        });
  }
}
