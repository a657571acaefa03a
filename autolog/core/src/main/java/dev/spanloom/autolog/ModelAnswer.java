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
 */
public record ModelAnswer(
    @Nullable String model,
    @Nullable TokenUsage usage,
    @Nullable Long reasoningTokens,
    List<String> finishReasons) {
  /** Says nothing. */
  public static final ModelAnswer NONE = new ModelAnswer(null, null, null, List.of());

  public ModelAnswer {
    finishReasons = List.copyOf(finishReasons);
  }
}
