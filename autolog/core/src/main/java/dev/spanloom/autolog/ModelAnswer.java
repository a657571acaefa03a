package dev.spanloom.autolog;

import dev.spanloom.entities.TokenUsage;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an answer says besides its content.
 *
 * @param model the model that answered; null when it does not say
 * @param usage the tokens used; null when it does not say
 * @param reasoningTokens of the output tokens, those spent on reasoning; null when it does not say
 * @param finishReasons why the model stopped, one for each choice; in the provider's words
 * @param priced the tokens as prices see them, with those of caches among the input; null when the
 *     provider counts so anyway
 */
public record ModelAnswer(
    @Nullable String model,
    @Nullable TokenUsage usage,
    @Nullable Long reasoningTokens,
    List<String> finishReasons,
    @Nullable TokenUsage priced) {
  /** Says nothing. */
  public static final ModelAnswer NONE = new ModelAnswer(null, null, null, List.of());

  public ModelAnswer {
    finishReasons = List.copyOf(finishReasons);
  }

  public ModelAnswer(
      @Nullable String model,
      @Nullable TokenUsage usage,
      @Nullable Long reasoningTokens,
      List<String> finishReasons) {
    this(model, usage, reasoningTokens, finishReasons, null);
  }
}
