package dev.spanloom.agent;

import dev.spanloom.weaving.WeavingInstallation;
import dev.spanloom.weaving.WeavingOptions;
import java.lang.instrument.Instrumentation;
import org.jspecify.annotations.Nullable;

/**
 * What the JVM calls for {@code -javaagent:spanloom-agent.jar=OPTIONS}. Whatever fails here, the
 * program runs on, without spans for its {@code @Trace} methods.
 */
public final class SpanloomAgent {
  private SpanloomAgent() {}

  /** Before the program's main method. */
  public static void premain(@Nullable String options, Instrumentation jvm) {
    begin(options, jvm, "agent", false);
  }

  /** In a JVM that runs already. */
  public static void agentmain(@Nullable String options, Instrumentation jvm) {
    begin(options, jvm, "attached-agent", true);
  }

  private static void begin(
      @Nullable String options, Instrumentation jvm, String way, boolean loadedToo) {
    try {
      WeavingInstallation.install(
          jvm,
          WeavingOptions.parse(options, problem -> WeavingInstallation.warn(problem, null)),
          way,
          loadedToo);
    } catch (Throwable e) {
      complain(e);
    }
  }

  private static void complain(Throwable e) {
    String text = "Weaving is not in force, the program runs without it: " + e;
    try {
      WeavingInstallation.warn(text, e);
    } catch (Throwable again) { // the engine itself cannot be loaded
      System.getLogger("dev.spanloom.weaving").log(System.Logger.Level.WARNING, text, e);
    }
  }
}
