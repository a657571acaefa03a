package dev.spanloom.autolog.anthropic;

import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.AutologSwitch;

/**
 * Traces the clients of Anthropic that are built from now on, wherever in the program. Python's
 * {@code mlflow.anthropic.autolog}. Needs weaving, as {@link dev.spanloom.Mlflow#autolog} says.
 * Thread-safe.
 */
public final class AnthropicAutolog {
  private static final AutologSwitch SWITCH = AutologSwitch.of(AnthropicLibrary.NAME);

  private AnthropicAutolog() {}

  /**
   * Traces as the settings say, see {@link AutologOptions#configured}.
   *
   * @return true when it is in force; false when it is not possible here, which a WARNING explains
   */
  public static boolean autolog() {
    return SWITCH.on();
  }

  /**
   * Traces with options of their own.
   *
   * @return true when it is in force; false when it is not possible here, which a WARNING explains
   */
  public static boolean autolog(AutologOptions options) {
    return SWITCH.on(options);
  }

  /** Stops it for what is built or wrapped from now on. Python's {@code autolog(disable=True)}. */
  public static void disable() {
    SWITCH.off();
  }
}
