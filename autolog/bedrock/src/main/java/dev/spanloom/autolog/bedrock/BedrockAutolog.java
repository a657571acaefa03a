package dev.spanloom.autolog.bedrock;

import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.AutologSwitch;

/**
 * Traces the calls of Bedrock by the AWS SDK. They are traced without this line too, once the
 * module is on the class path; streams need {@link BedrockTracing#wrap}. Python's {@code
 * mlflow.bedrock.autolog}. Thread-safe.
 */
public final class BedrockAutolog {
  private static final AutologSwitch SWITCH = AutologSwitch.of(BedrockLibrary.NAME);

  private BedrockAutolog() {}

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
