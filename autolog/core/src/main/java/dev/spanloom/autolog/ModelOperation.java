package dev.spanloom.autolog;

import org.jspecify.annotations.Nullable;

/**
 * A kind of call.
 *
 * @param spanName as MLflow's own integration of the library names it
 * @param spanType one of {@link dev.spanloom.entities.SpanType}
 * @param provider such as {@code openai}; null when the library does not know
 * @param messageFormat the shape of inputs and outputs, by which user interfaces show them as a
 *     conversation: {@code openai}, {@code anthropic}, {@code gemini}, {@code bedrock} …; null when
 *     they are none
 */
public record ModelOperation(
    String spanName, String spanType, @Nullable String provider, @Nullable String messageFormat) {}
