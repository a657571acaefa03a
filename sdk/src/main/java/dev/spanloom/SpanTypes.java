package dev.spanloom;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.SpanType;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The standard span types, encoded once. */
final class SpanTypes {
  private static final Map<String, AttributeValue> ENCODED =
      Stream.of(
              SpanType.LLM,
              SpanType.CHAIN,
              SpanType.AGENT,
              SpanType.TOOL,
              SpanType.CHAT_MODEL,
              SpanType.RETRIEVER,
              SpanType.PARSER,
              SpanType.EMBEDDING,
              SpanType.RERANKER,
              SpanType.MEMORY,
              SpanType.UNKNOWN,
              SpanType.WORKFLOW,
              SpanType.TASK,
              SpanType.GUARDRAIL,
              SpanType.EVALUATOR)
          .collect(Collectors.toUnmodifiableMap(type -> type, AttributeValue::of));

  private SpanTypes() {}

  static AttributeValue encoded(String type) {
    @Nullable AttributeValue known = ENCODED.get(type);
    return known == null ? AttributeValue.of(type) : known;
  }
}
