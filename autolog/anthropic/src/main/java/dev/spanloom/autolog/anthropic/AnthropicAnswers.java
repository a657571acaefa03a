package dev.spanloom.autolog.anthropic;

import dev.spanloom.autolog.ModelAnswer;
import dev.spanloom.entities.TokenUsage;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads models, tokens and stop reasons from the answers of the protocol. */
final class AnthropicAnswers {
  private AnthropicAnswers() {}

  static ModelAnswer read(Map<String, @Nullable Object> answer) {
    Map<?, ?> usage = answer.get("usage") instanceof Map<?, ?> map ? map : Map.of();
    Long input = number(usage, "input_tokens");
    Long output = number(usage, "output_tokens");
    Long read = number(usage, "cache_read_input_tokens");
    Long written = number(usage, "cache_creation_input_tokens");
    boolean counted = input != null || output != null || read != null || written != null;
    return new ModelAnswer(
        answer.get("model") instanceof String model ? model : null,
        counted ? usage(orZero(input), orZero(output), read, written) : null,
        usage.get("output_tokens_details") instanceof Map<?, ?> details
            ? number(details, "thinking_tokens")
            : null,
        answer.get("stop_reason") instanceof String reason ? List.of(reason) : List.of(),
        counted
            ? usage(orZero(input) + orZero(read) + orZero(written), orZero(output), read, written)
            : null);
  }

  /**
   * As MLflow's own integration counts: what is read from and written to a cache is beside the
   * input here, and in no sum.
   */
  private static TokenUsage usage(
      long input, long output, @Nullable Long read, @Nullable Long written) {
    return new TokenUsage(input, output, input + output, read, written);
  }

  private static long orZero(@Nullable Long number) {
    return number == null ? 0 : number;
  }

  private static @Nullable Long number(Map<?, ?> map, String key) {
    return map.get(key) instanceof Number number ? number.longValue() : null;
  }
}
