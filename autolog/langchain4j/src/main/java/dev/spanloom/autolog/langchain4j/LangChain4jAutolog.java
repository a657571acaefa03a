package dev.spanloom.autolog.langchain4j;

import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.AutologSwitch;

/**
 * Traces LangChain4j: AI services that are built from now on, with their models, tools, retrievers
 * and guardrails. They are traced without this line too, once the module is on the class path.
 * Counterpart of {@code mlflow.langchain.autolog}. Thread-safe.
 */
public final class LangChain4jAutolog {
  private static final AutologSwitch SWITCH = AutologSwitch.of(LangChain4jLibrary.NAME);

  private LangChain4jAutolog() {}

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
