package dev.spanloom.autolog;

import dev.spanloom.internal.settings.Settings;

/**
 * What automatic tracing records. Counterpart of the parameters of {@code
 * mlflow.<library>.autolog}. Immutable.
 *
 * @param enabled whether calls are recorded at all
 * @param content whether prompts, answers, tool arguments and the like are recorded; without it
 *     only numbers, switches, model names, tokens and times are
 * @param chunkEvents whether each chunk of a streamed answer becomes an event of the span, as in
 *     MLflow
 */
public record AutologOptions(boolean enabled, boolean content, boolean chunkEvents) {
  /** Everything is recorded. */
  public static final AutologOptions DEFAULT = new AutologOptions(true, true, true);

  /**
   * The options that are in force for a library: those that the program set, else those of the
   * settings: {@code spanloom.autolog} or {@code spanloom.autolog.LIBRARY} is {@code false} to
   * switch it off, and {@code spanloom.autolog.content} and {@code spanloom.autolog.chunk-events}
   * say what is recorded; each is a system property, or an environment variable such as {@code
   * SPANLOOM_AUTOLOG_CONTENT}.
   *
   * @param library such as {@code openai}
   */
  public static AutologOptions configured(String library) {
    return AutologSwitch.of(library).options();
  }

  static AutologOptions ofSettings(String library) {
    Settings settings = Settings.ofProcess();
    return new AutologOptions(
        settings.flag("spanloom.autolog", true)
            && settings.flag("spanloom.autolog." + library, true),
        settings.flag("spanloom.autolog.content", true),
        settings.flag("spanloom.autolog.chunk-events", true));
  }

  public AutologOptions withEnabled(boolean value) {
    return new AutologOptions(value, content, chunkEvents);
  }

  public AutologOptions withContent(boolean value) {
    return new AutologOptions(enabled, value, chunkEvents);
  }

  public AutologOptions withChunkEvents(boolean value) {
    return new AutologOptions(enabled, content, value);
  }
}
