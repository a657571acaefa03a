package dev.spanloom.conventions;

import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.entities.internal.derive.TraceWords;
import dev.spanloom.entities.internal.rules.TagRules;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The translation of one span: for each target, the first convention that has a value decides. */
final class Translation {
  private final SpanView span;
  private final List<Convention> conventions;

  Translation(SpanView span, List<Convention> conventions) {
    this.span = span;
    this.conventions = conventions;
  }

  private record Found(Object value, @Nullable String format) {}

  /** The attributes to add. */
  Map<String, Object> attributes() {
    Map<String, Object> added = new LinkedHashMap<>();
    Found inputs = absent(SpanAttributeKey.INPUTS) ? first(Target.INPUTS) : null;
    Found outputs = absent(SpanAttributeKey.OUTPUTS) ? first(Target.OUTPUTS) : null;
    add(added, SpanAttributeKey.INPUTS, valueOf(inputs));
    add(added, SpanAttributeKey.OUTPUTS, valueOf(outputs));
    add(added, SpanAttributeKey.SPAN_TYPE, valueOf(first(Target.TYPE)));
    add(added, SpanAttributeKey.MODEL, model(inputs, outputs));
    add(added, SpanAttributeKey.MODEL_PROVIDER, text(first(Target.PROVIDER)));
    add(added, SpanAttributeKey.CHAT_USAGE, usage());
    add(added, SpanAttributeKey.LLM_COST, cost());
    add(added, SpanAttributeKey.CHAT_TOOLS, valueOf(first(Target.TOOLS)));
    add(added, SpanAttributeKey.MESSAGE_FORMAT, format(inputs, outputs));
    return added;
  }

  private boolean absent(String key) {
    return !span.has(key);
  }

  private void add(Map<String, Object> added, String key, @Nullable Object value) {
    if (value != null && absent(key)) {
      added.put(key, value);
    }
  }

  private @Nullable Found first(Target target) {
    for (Convention convention : conventions) {
      Found found = first(convention, target);
      if (found != null) {
        return found;
      }
    }
    return null;
  }

  private @Nullable Found first(Convention convention, Target target) {
    for (Source source : convention.of(target)) {
      Object value = source.find(span);
      if (value != null) {
        return new Found(value, source.format());
      }
    }
    return null;
  }

  private static @Nullable Object valueOf(@Nullable Found found) {
    return found == null ? null : found.value();
  }

  private static @Nullable String text(@Nullable Found found) {
    return found == null ? null : Values.text(found.value());
  }

  private @Nullable String model(@Nullable Found inputs, @Nullable Found outputs) {
    String named = text(first(Target.MODEL));
    String asked = named != null ? named : modelIn(inputs);
    return asked != null ? asked : modelIn(outputs);
  }

  private static @Nullable String modelIn(@Nullable Found found) {
    return found != null
            && found.value() instanceof Map<?, ?> map
            && map.get("model") instanceof String model
        ? Values.text(model)
        : null;
  }

  private static @Nullable String format(@Nullable Found inputs, @Nullable Found outputs) {
    String format = inputs == null ? null : inputs.format();
    return format != null || outputs == null ? format : outputs.format();
  }

  private @Nullable Object usage() {
    for (Convention convention : conventions) {
      Long input = count(convention, Target.INPUT_TOKENS);
      Long output = input == null ? null : count(convention, Target.OUTPUT_TOKENS);
      if (input != null && output != null) {
        Long total = count(convention, Target.TOTAL_TOKENS);
        return new TokenUsage(
                input,
                output,
                total != null ? total : input + output,
                count(convention, Target.CACHE_READ_TOKENS),
                count(convention, Target.CACHE_CREATION_TOKENS))
            .toMap();
      }
    }
    return null;
  }

  private @Nullable Long count(Convention convention, Target target) {
    for (Source source : convention.of(target)) {
      Long count = Values.count(source.find(span));
      if (count != null) {
        return count;
      }
    }
    return null;
  }

  private @Nullable Object cost() {
    for (Convention convention : conventions) {
      Double input = amount(convention, Target.INPUT_COST);
      Double output = amount(convention, Target.OUTPUT_COST);
      Double total = amount(convention, Target.TOTAL_COST);
      if (input != null || output != null || total != null) {
        double in = input == null ? 0 : input;
        double out = output == null ? 0 : output;
        return new LlmCost(in, out, total != null ? total : in + out).toMap();
      }
    }
    return null;
  }

  private @Nullable Double amount(Convention convention, Target target) {
    for (Source source : convention.of(target)) {
      Double amount = Values.amount(source.find(span));
      if (amount != null) {
        return amount;
      }
    }
    return null;
  }

  /** What the span says of its session and its user, and a root of its trace beside tags. */
  Map<String, String> traceMetadata() {
    Map<String, String> metadata = new LinkedHashMap<>();
    if (span.isRoot()) {
      for (String key : span.keys()) {
        String entry = TraceWords.metadataKey(key);
        Object value = entry == null ? null : span.raw(key);
        if (entry != null && value != null && isKey(entry)) {
          metadata.put(entry, TagRules.cutValue(Values.anyText(value)));
        }
      }
    }
    put(metadata, TraceMetadataKey.TRACE_SESSION, text(first(Target.SESSION)));
    put(metadata, TraceMetadataKey.TRACE_USER, text(first(Target.USER)));
    return metadata;
  }

  /** What a root says of its trace. */
  Map<String, String> traceTags() {
    Map<String, String> tags = new LinkedHashMap<>();
    if (!span.isRoot()) {
      return tags;
    }
    put(tags, TraceTagKey.TRACE_NAME, text(first(Target.TRACE_NAME)));
    for (Convention convention : conventions) {
      for (Source source : convention.of(Target.TAGS)) {
        Object value = source.find(span);
        if (value != null) {
          put(tags, source.notation(), TagRules.cutValue(Values.anyText(value)));
        }
      }
    }
    for (String key : span.keys()) {
      if (key.startsWith(TraceWords.TAG_PREFIX)) {
        Object value = span.raw(key);
        String tag = key.substring(TraceWords.TAG_PREFIX.length());
        if (value != null && mayBeSet(tag)) {
          tags.put(tag, TagRules.cutValue(Values.anyText(value)));
        }
      }
    }
    return tags;
  }

  /** Whether spans may say a tag of this key at all. */
  static boolean mayBeSet(String tag) {
    return !tag.equals(TraceTagKey.SPANS_LOCATION) && !TraceTagKey.isImmutable(tag) && isKey(tag);
  }

  private static boolean isKey(String key) {
    try {
      TagRules.checkKey(key);
      return true;
    } catch (MlflowException e) {
      return false;
    }
  }

  private static void put(Map<String, String> map, String key, @Nullable String value) {
    if (value != null) {
      map.put(key, value);
    }
  }
}
