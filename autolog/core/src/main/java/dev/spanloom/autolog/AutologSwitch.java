package dev.spanloom.autolog;

import org.jspecify.annotations.Nullable;

/** Whether a library is traced automatically, and how. Thread-safe. */
public final class AutologSwitch {
  private final String library;
  private volatile @Nullable AutologOptions set;

  /**
   * A switch that stands as the settings say until the program says otherwise.
   *
   * @param library such as {@code openai}
   */
  public AutologSwitch(String library) {
    this.library = library;
  }

  /** What is in force. */
  public AutologOptions options() {
    AutologOptions mine = set;
    return mine == null ? AutologOptions.configured(library) : mine;
  }

  /**
   * Puts options into force.
   *
   * @param options null for those of the settings
   */
  public void set(@Nullable AutologOptions options) {
    set = options;
  }
}
