package dev.spanloom.autolog.googlegenai;

import dev.spanloom.autolog.ModelAnswer;
import dev.spanloom.entities.TokenUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads models, tokens and finish reasons from the answers of the protocol. */
final class GeminiAnswers {
  private GeminiAnswers() {}

  static ModelAnswer read(Map<String, @Nullable Object> answer) {
    Map<?, ?> usage = answer.get("usageMetadata") instanceof Map<?, ?> map ? map : Map.of();
    Long input = number(usage, "promptTokenCount");
    Long output = number(usage, "candidatesTokenCount");
    Long total = number(usage, "totalTokenCount");
    Long cached = number(usage, "cachedContentTokenCount");
    Long thoughts = number(usage, "thoughtsTokenCount");
    String model = answer.get("modelVersion") instanceof String said ? said : null;
    List<String> reasons = finishReasons(answer);
    if (input == null && output == null && total == null) {
      return new ModelAnswer(model, null, thoughts, reasons);
    }
    long in = orZero(input);
    long out = orZero(output);
    // thoughts cost as what is written, results of the provider's tools as what is read
    long paidIn = in + orZero(number(usage, "toolUsePromptTokenCount"));
    long paidOut = out + orZero(thoughts);
    return new ModelAnswer(
        model,
        new TokenUsage(in, out, total == null ? paidIn + paidOut : total, cached, null),
        thoughts,
        reasons,
        new TokenUsage(paidIn, paidOut, paidIn + paidOut, cached, null));
  }

  private static List<String> finishReasons(Map<String, @Nullable Object> answer) {
    List<String> reasons = new ArrayList<>();
    if (answer.get("candidates") instanceof List<?> candidates) {
      for (Object candidate : candidates) {
        if (candidate instanceof Map<?, ?> map && map.get("finishReason") instanceof String said) {
          reasons.add(said);
        }
      }
    }
    return reasons;
  }

  private static long orZero(@Nullable Long number) {
    return number == null ? 0 : number;
  }

  private static @Nullable Long number(Map<?, ?> map, String key) {
    return map.get(key) instanceof Number number ? number.longValue() : null;
  }
}
