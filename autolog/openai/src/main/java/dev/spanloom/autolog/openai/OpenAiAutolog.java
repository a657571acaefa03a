package dev.spanloom.autolog.openai;

import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.AutologSwitch;

/**
 * Traces the clients of OpenAI that are built from now on, wherever in the program. Python's {@code
 * mlflow.openai.autolog}. Thread-safe.
 *
 * <pre>{@code
 * OpenAiAutolog.autolog();
 * OpenAIClient client = OpenAIOkHttpClient.fromEnv(); // traced
 * }</pre>
 *
 * <p>It weaves the builders of the library; for that the module spanloom-weaving must be on the
 * class path, and the JVM must let an agent attach to itself. {@link OpenAiTracing#wrap} always
 * works.
 */
public final class OpenAiAutolog {
  private static final AutologSwitch SWITCH = AutologSwitch.of(OpenAiLibrary.NAME);

  private OpenAiAutolog() {}

  /**
   * Traces them as the settings say, see {@link AutologOptions#configured}.
   *
   * @return true when it is in force; false when it is not possible here, which a WARNING explains
   */
  public static boolean autolog() {
    return SWITCH.on();
  }

  /**
   * Traces them with options of their own.
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
