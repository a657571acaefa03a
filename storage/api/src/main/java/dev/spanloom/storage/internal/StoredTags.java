package dev.spanloom.storage.internal;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.entities.internal.derive.SaidBySpans;
import dev.spanloom.entities.internal.rules.TagRules;
import java.util.Map;
import java.util.Set;

/** The tags that a store itself puts on every trace, as MLflow's store does. */
public final class StoredTags {
  private StoredTags() {}

  /**
   * Refuses a tag that a client must not set by hand.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE
   */
  public static void checkSettable(String key) {
    TagRules.checkKey(key);
    checkClients(key);
  }

  /**
   * Refuses a tag that a client must neither set nor delete.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE
   */
  public static void checkClients(String key) {
    if (TraceTagKey.isImmutable(key)
        || TraceTagKey.SPANS_LOCATION.equals(key)
        || TraceTagKey.ARCHIVE_LOCATION.equals(key)) {
      throw MlflowException.invalidParameter(
          "tag \"" + key + "\" cannot be changed (expected: another key; this one is the store's)");
    }
  }

  /** What is said of a trace with some tags set and others deleted, if they are there. */
  public static TraceInfo changed(TraceInfo said, Map<String, String> set, Set<String> delete) {
    TraceInfo.Builder builder = said.toBuilder();
    set.forEach((key, value) -> builder.tag(key, TagRules.cutValue(value)));
    TraceInfo changed = builder.build();
    for (String key : delete) {
      if (SaidBySpans.expanded(changed).tags().containsKey(key)) {
        changed = SaidBySpans.withoutTag(changed, key);
      }
    }
    return changed;
  }

  /** An info without these tags, whatever a client said of them. */
  static TraceInfo removed(TraceInfo info) {
    return info.toBuilder()
        .removeTag(TraceTagKey.SPANS_LOCATION)
        .removeTag(TraceTagKey.ARTIFACT_LOCATION)
        .build();
  }

  /**
   * Adds these tags.
   *
   * @param said what tells the trace and its experiment
   */
  public static TraceInfo added(TraceInfo.Builder info, TraceInfo said) {
    String experimentId = said.experimentId() == null ? "0" : said.experimentId();
    return info.tag(TraceTagKey.SPANS_LOCATION, TraceTagKey.TRACKING_STORE)
        .tag(
            TraceTagKey.ARTIFACT_LOCATION,
            "mlflow-artifacts:/" + experimentId + "/traces/" + said.traceId() + "/artifacts")
        .build();
  }
}
