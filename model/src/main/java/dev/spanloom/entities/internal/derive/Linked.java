package dev.spanloom.entities.internal.derive;

import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The runs and prompts that a trace is linked to: JSON lists, in a metadata entry and in a tag.
 * Links only add up, so that they can be said in any order, by several clients, and again.
 */
public final class Linked {
  private Linked() {}

  /** The ids of the runs that a trace is linked to, beside the one that it came from. */
  public static List<String> runs(Map<String, String> metadata) {
    return list(metadata.get(TraceMetadataKey.LINKED_RUNS)).stream()
        .filter(String.class::isInstance)
        .map(String.class::cast)
        .toList();
  }

  /** The prompts that a trace is linked to. */
  public static List<?> prompts(Map<String, String> tags) {
    return list(tags.get(TraceTagKey.LINKED_PROMPTS));
  }

  /** The prompts that a trace is linked to with others, each once. */
  public static List<?> withPrompts(Map<String, String> tags, List<?> others) {
    return union(prompts(tags), others);
  }

  private static List<?> union(List<?> before, List<?> now) {
    Set<Object> all = new LinkedHashSet<>(before);
    all.addAll(now);
    return List.copyOf(all);
  }

  /** The text of a list of links. */
  public static String text(List<?> links) {
    return JsonWriter.write(links);
  }

  static Map<String, String> runsAdded(Map<String, String> known, Map<String, String> said) {
    return added(known, said, TraceMetadataKey.LINKED_RUNS);
  }

  static Map<String, String> promptsAdded(Map<String, String> known, Map<String, String> said) {
    return added(known, said, TraceTagKey.LINKED_PROMPTS);
  }

  private static Map<String, String> added(
      Map<String, String> known, Map<String, String> said, String key) {
    List<?> before = list(known.get(key));
    List<?> now = list(said.get(key));
    if (before.isEmpty() || !said.containsKey(key)) {
      return said;
    }
    Map<String, String> added = new LinkedHashMap<>(said);
    added.put(key, text(union(before, now)));
    return added;
  }

  private static List<?> list(@Nullable String text) {
    return text != null
            && JsonReader.readOrText(text) instanceof List<?> list
            && !list.contains(null)
        ? list
        : List.of();
  }
}
