package dev.spanloom.entities.internal.derive;

import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceLocation;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonSyntaxException;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tags and metadata that spans say of their trace: sessions, users, tags of roots, attributes of
 * resources. Each saying has a rank, and of each key the saying of the lowest rank counts, so that
 * the order of arrival shows nowhere. What a client says itself goes before all of them.
 *
 * <p>Stores keep the sayings beside the client's words, as one metadata entry {@link #KEY}, which
 * {@link TraceInfoMerge} puts together and nobody is shown. Not thread-safe.
 */
public final class SaidBySpans {
  /** The metadata under which the sayings are kept. */
  public static final String KEY = "spanloom.saidBySpans";

  /** Before all others: tags that somebody deleted. */
  private static final String DELETED = "";

  private static final char OWN_WORDS = '1';
  private static final char RESOURCE = '2';

  private final TreeMap<String, Saying> byRank = new TreeMap<>();

  /** What one span says; a tag of null is one that is not there. */
  private record Saying(Map<String, String> metadata, Map<String, @Nullable String> tags) {}

  /**
   * The rank of what a span itself says: roots go before others, then the first to start.
   *
   * @param startTimeUnixNanos unsigned
   */
  public static String rankOfSpan(boolean root, long startTimeUnixNanos, String spanId) {
    return rank(OWN_WORDS, root, startTimeUnixNanos, spanId);
  }

  /** The rank of what the resource of a span says, behind whatever spans say themselves. */
  public static String rankOfResource(boolean root, long startTimeUnixNanos, String spanId) {
    return rank(RESOURCE, root, startTimeUnixNanos, spanId);
  }

  private static String rank(char kind, boolean root, long startTimeUnixNanos, String spanId) {
    return "" + kind + (root ? '0' : '1') + hex(startTimeUnixNanos) + spanId;
  }

  private static String hex(long unsigned) {
    String digits = Long.toHexString(unsigned);
    return "0".repeat(16 - digits.length()) + digits;
  }

  /** Adds a saying, which replaces an earlier one of the same rank. */
  public void add(String rank, Map<String, String> metadata, Map<String, String> tags) {
    if (!metadata.isEmpty() || !tags.isEmpty()) {
      byRank.put(rank, new Saying(new LinkedHashMap<>(metadata), new LinkedHashMap<>(tags)));
    }
  }

  public boolean isEmpty() {
    return byRank.isEmpty();
  }

  /** The sayings as words about a trace, for a store to merge. */
  public TraceInfo toInfo(String traceId) {
    return TraceInfo.builder(traceId)
        .traceLocation(TraceLocation.unspecified())
        .metadata(KEY, toJson())
        .build();
  }

  /** True of words that are nothing but sayings of spans: alone they make no trace. */
  public static boolean isAllOf(TraceInfo info) {
    return info.traceMetadata().containsKey(KEY) && info.traceMetadata().size() == 1;
  }

  /** Both together, of which the second came later. */
  static String merged(@Nullable String known, String said) {
    SaidBySpans all = read(known);
    all.byRank.putAll(read(said).byRank);
    return all.toJson();
  }

  /** A client's words with those of the spans where it has none; without {@link #KEY}. */
  public static TraceInfo expanded(TraceInfo said) {
    String text = said.traceMetadata().get(KEY);
    if (text == null) {
      return said;
    }
    TraceInfo.Builder shown = said.toBuilder().removeMetadata(KEY);
    SaidBySpans sayings = read(text);
    sayings.dropBeaten();
    for (Saying saying : sayings.byRank.values()) {
      saying.metadata.forEach(
          (key, value) -> {
            if (TraceWords.isField(key)) {
              TraceWords.setField(shown, said, key, value);
            } else if (!said.traceMetadata().containsKey(key)) {
              shown.metadata(key, value);
            }
          });
      saying.tags.forEach(
          (key, value) -> {
            if (value != null && !said.tags().containsKey(key)) {
              shown.tag(key, value);
            }
          });
    }
    return shown.build();
  }

  /** The words without a tag, whoever said it; spans that say it again do not bring it back. */
  public static TraceInfo withoutTag(TraceInfo said, String key) {
    TraceInfo.Builder without = said.toBuilder().removeTag(key);
    if (expanded(without.build()).tags().containsKey(key)) {
      SaidBySpans sayings = read(said.traceMetadata().get(KEY));
      sayings
          .byRank
          .computeIfAbsent(DELETED, rank -> new Saying(Map.of(), new LinkedHashMap<>()))
          .tags
          .put(key, null);
      without.metadata(KEY, sayings.toJson());
    }
    return without.build();
  }

  /** Leaves out what a lower rank says already. */
  private void dropBeaten() {
    Set<String> metadata = new HashSet<>();
    Set<String> tags = new HashSet<>();
    byRank
        .values()
        .removeIf(
            saying -> {
              saying.metadata.keySet().removeIf(key -> !metadata.add(key));
              saying.tags.keySet().removeIf(key -> !tags.add(key));
              return saying.metadata.isEmpty() && saying.tags.isEmpty();
            });
  }

  private String toJson() {
    dropBeaten();
    List<Object> all = new ArrayList<>();
    byRank.forEach((rank, saying) -> all.add(List.of(rank, saying.metadata, saying.tags)));
    return JsonWriter.write(all);
  }

  /** What is no list of sayings, which only a client can have sent, says nothing. */
  private static SaidBySpans read(@Nullable String text) {
    SaidBySpans sayings = new SaidBySpans();
    if (text == null) {
      return sayings;
    }
    try {
      if (JsonReader.read(text) instanceof List<?> list) {
        list.forEach(sayings::addRead);
      }
    } catch (JsonSyntaxException e) {
      return sayings;
    }
    return sayings;
  }

  private void addRead(@Nullable Object saying) {
    if (saying instanceof List<?> parts
        && parts.size() == 3
        && parts.get(0) instanceof String rank
        && parts.get(1) instanceof Map<?, ?> metadata
        && parts.get(2) instanceof Map<?, ?> tags) {
      Saying read = new Saying(new LinkedHashMap<>(), new LinkedHashMap<>());
      metadata.forEach(
          (key, value) -> read.metadata.put(String.valueOf(key), String.valueOf(value)));
      tags.forEach(
          (key, value) ->
              read.tags.put(String.valueOf(key), value == null ? null : String.valueOf(value)));
      byRank.put(rank, read);
    }
  }
}
