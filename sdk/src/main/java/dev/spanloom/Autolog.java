package dev.spanloom;

import dev.spanloom.integration.AutologLibrary;
import dev.spanloom.internal.autolog.AutologLibraries;
import dev.spanloom.internal.settings.Settings;
import java.util.ArrayList;
import java.util.List;

/** Switches automatic tracing on, and says what that came to. */
final class Autolog {
  private static final System.Logger LOG = System.getLogger("dev.spanloom.autolog");

  private static volatile String lastNews = "";

  private Autolog() {}

  static List<String> enable() {
    boolean silent = Settings.ofProcess().flag("spanloom.autolog.silent", false);
    List<AutologLibrary> present = AutologLibraries.present();
    if (present.isEmpty()) {
      say(
          silent,
          System.Logger.Level.WARNING,
          "Nothing is traced automatically: no integration is on the class path together with its"
              + " library. Add spanloom-autolog-openai, or that of another library");
      return List.of();
    }
    List<String> enabled = new ArrayList<>();
    List<String> said = new ArrayList<>();
    for (AutologLibrary library : present) {
      if (library.isDisabled()) {
        said.add(library.name() + " (switched off)");
      } else if (library.needsWeaving() && !Weaving.activate()) {
        say(
            silent,
            System.Logger.Level.WARNING,
            "The clients of "
                + library.name()
                + " are not traced by themselves; use "
                + library.byHand());
      } else {
        library.enable();
        enabled.add(library.name());
        said.add(library.name() + " (" + library.covers() + ")");
      }
    }
    String news = "Automatic tracing: " + String.join(", ", said);
    if (!news.equals(lastNews)) {
      lastNews = news;
      say(silent, System.Logger.Level.INFO, news);
    }
    return List.copyOf(enabled);
  }

  private static void say(boolean silent, System.Logger.Level level, String text) {
    LOG.log(silent ? System.Logger.Level.DEBUG : level, text);
  }
}
