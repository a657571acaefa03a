package dev.spanloom.storage.sql.store;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.internal.derive.SaidBySpans;
import dev.spanloom.entities.internal.rules.TagRules;
import dev.spanloom.storage.TagStore;
import dev.spanloom.storage.internal.StoredTags;
import dev.spanloom.storage.sql.internal.write.StoredChange;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Tags of stored traces. Thread-safe. */
public final class SqlTags implements TagStore {
  private final StoredChange changes;

  SqlTags(StoredChange changes) {
    this.changes = changes;
  }

  @Override
  public void set(String traceId, String key, String value) {
    StoredTags.checkSettable(key);
    changes.change(traceId, said -> said.toBuilder().tag(key, TagRules.cutValue(value)).build());
  }

  @Override
  public void delete(String traceId, String key) {
    StoredTags.checkClients(key);
    changes.change(
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
    return changes.changeAll(traceIds, said -> StoredTags.changed(said, set, delete));
  }
}
