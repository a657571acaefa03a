package dev.spanloom.entities;

import dev.spanloom.entities.internal.proto.AnyValues;
import dev.spanloom.entities.internal.proto.ProtoWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tokens used, as the attribute {@code mlflow.chat.tokenUsage} and the trace metadata hold them.
 *
 * @param inputTokens tokens read
 * @param outputTokens tokens written
 * @param totalTokens all tokens
 * @param cacheReadInputTokens of the input, those read from a cache; null when unknown
 * @param cacheCreationInputTokens of the input, those written to a cache; null when unknown
 */
public record TokenUsage(
    long inputTokens,
    long outputTokens,
    long totalTokens,
    @Nullable Long cacheReadInputTokens,
    @Nullable Long cacheCreationInputTokens) {
  static final String INPUT = "input_tokens";
  static final String OUTPUT = "output_tokens";
  static final String TOTAL = "total_tokens";
  static final String CACHE_READ = "cache_read_input_tokens";
  static final String CACHE_CREATION = "cache_creation_input_tokens";
  private static final byte[] INPUT_KEY = INPUT.getBytes(StandardCharsets.UTF_8);
  private static final byte[] OUTPUT_KEY = OUTPUT.getBytes(StandardCharsets.UTF_8);
  private static final byte[] TOTAL_KEY = TOTAL.getBytes(StandardCharsets.UTF_8);
  private static final byte[] CACHE_READ_KEY = CACHE_READ.getBytes(StandardCharsets.UTF_8);
  private static final byte[] CACHE_CREATION_KEY = CACHE_CREATION.getBytes(StandardCharsets.UTF_8);

  public TokenUsage(long inputTokens, long outputTokens) {
    this(inputTokens, outputTokens, inputTokens + outputTokens, null, null);
  }

  public TokenUsage(long inputTokens, long outputTokens, long totalTokens) {
    this(inputTokens, outputTokens, totalTokens, null, null);
  }

  /**
   * Reads MLflow's map; missing numbers count as 0. Empty when the value is no map with anything in
   * it.
   */
  public static Optional<TokenUsage> fromValue(@Nullable Object value) {
    if (!(value instanceof Map<?, ?> map) || map.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        new TokenUsage(
            orZero(number(map.get(INPUT))),
            orZero(number(map.get(OUTPUT))),
            orZero(number(map.get(TOTAL))),
            number(map.get(CACHE_READ)),
            number(map.get(CACHE_CREATION))));
  }

  /** MLflow's JSON shape; the cache counts only when known. */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(INPUT, inputTokens);
    map.put(OUTPUT, outputTokens);
    map.put(TOTAL, totalTokens);
    if (cacheReadInputTokens != null) {
      map.put(CACHE_READ, cacheReadInputTokens);
    }
    if (cacheCreationInputTokens != null) {
      map.put(CACHE_CREATION, cacheCreationInputTokens);
    }
    return map;
  }

  /** {@link #toMap} encoded. */
  public AttributeValue toAttributeValue() {
    ProtoWriter out = new ProtoWriter(192);
    int mark = out.beginMessage(AnyValues.KVLIST);
    AnyValues.writeLongEntry(out, INPUT_KEY, inputTokens);
    AnyValues.writeLongEntry(out, OUTPUT_KEY, outputTokens);
    AnyValues.writeLongEntry(out, TOTAL_KEY, totalTokens);
    if (cacheReadInputTokens != null) {
      AnyValues.writeLongEntry(out, CACHE_READ_KEY, cacheReadInputTokens);
    }
    if (cacheCreationInputTokens != null) {
      AnyValues.writeLongEntry(out, CACHE_CREATION_KEY, cacheCreationInputTokens);
    }
    out.endMessage(mark);
    return AttributeValue.ofAnyValue(out.toByteArray());
  }

  /** The sum of both. */
  public TokenUsage plus(TokenUsage other) {
    return new TokenUsage(
        inputTokens + other.inputTokens,
        outputTokens + other.outputTokens,
        totalTokens + other.totalTokens,
        sum(cacheReadInputTokens, other.cacheReadInputTokens),
        sum(cacheCreationInputTokens, other.cacheCreationInputTokens));
  }

  private static @Nullable Long sum(@Nullable Long a, @Nullable Long b) {
    return a == null ? b : b == null ? a : Long.valueOf(a + b);
  }

  private static long orZero(@Nullable Long value) {
    return value == null ? 0 : value;
  }

  private static @Nullable Long number(@Nullable Object value) {
    if (value instanceof Number n) {
      return n.longValue();
    }
    try {
      return value instanceof String s ? Long.valueOf(s.strip()) : null;
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
