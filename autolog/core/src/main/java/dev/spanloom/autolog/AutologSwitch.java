package dev.spanloom.autolog;

import dev.spanloom.Mlflow;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Whether a library is traced automatically, and how; one for each library. Thread-safe. */
public final class AutologSwitch {
  private static final Map<String, AutologSwitch> ALL = new ConcurrentHashMap<>();

  private final String library;
  private volatile @Nullable AutologOptions set;

  private AutologSwitch(String library) {
    this.library = library;
  }

  /**
   * The switch of a library; it stands as the settings say until the program says otherwise.
   *
   * @param library such as {@code openai}
   */
  public static AutologSwitch of(String library) {
    return ALL.computeIfAbsent(library, AutologSwitch::new);
  }

  /** What is in force. */
  public AutologOptions options() {
    AutologOptions mine = set;
    return mine == null ? AutologOptions.ofSettings(library) : mine;
  }

  /**
   * Has the library traced as the settings say.
   *
   * @return true when it is in force; false when it is not possible here, which a WARNING explains
   */
  public boolean on() {
    set = null;
    return Mlflow.autolog().contains(library);
  }

  /**
   * Has the library traced with options of its own.
   *
   * @return true when it is in force; false when it is not possible here, which a WARNING explains
   */
  public boolean on(AutologOptions options) {
    set = options;
    return Mlflow.autolog().contains(library);
  }

  /** Has what begins from now on not traced. */
  public void off() {
    set = AutologOptions.DEFAULT.withEnabled(false);
  }

  /** Forgets what the program said: the settings count again. */
  public void reset() {
    set = null;
  }
}
