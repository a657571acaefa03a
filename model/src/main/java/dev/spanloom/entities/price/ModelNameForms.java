package dev.spanloom.entities.price;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shorter forms of a model's name: without the route to it, as {@code openai/}, {@code
 * us.anthropic.} and {@code google:}, and without the version behind it, as {@code -2025-08-07},
 * {@code @20250929} and {@code -v1:0}.
 */
final class ModelNameForms {
  /** A fine-tuned model is not its base: it has a price of its own. */
  private static final String FINE_TUNED = "ft:";

  /** Names come from traced programs: one that goes on and on is not worth the work. */
  private static final int MAX_FORMS = 64;

  private static final List<Pattern> ROUTES =
      List.of(
          Pattern.compile("^.*/(?=[^/]+$)"),
          Pattern.compile("^[a-z]+(-[a-z]+)*\\.(?=.)"),
          Pattern.compile("^[a-z]+([_-][a-z]+)*:(?=.)"));

  private static final List<Pattern> VERSIONS =
      List.of(
          Pattern.compile("(?<=.)-v\\d+(:\\d+)?$"),
          Pattern.compile("(?<=.)-20\\d\\d-?[01]\\d-?[0-3]\\d$"),
          Pattern.compile("(?<=.)@(20\\d{6}|\\d{3}|default|latest)$"),
          Pattern.compile("(?<=.)-latest$"));

  private ModelNameForms() {}

  /** All forms in lower case, the longest first, the name itself among them. */
  static List<String> of(String name) {
    Set<String> forms = new LinkedHashSet<>();
    List<String> open = new ArrayList<>(List.of(name.strip().toLowerCase(Locale.ROOT)));
    while (!open.isEmpty() && forms.size() < MAX_FORMS) {
      String form = open.remove(open.size() - 1);
      if (forms.add(form) && !form.startsWith(FINE_TUNED)) {
        shorten(form, ROUTES, open);
        shorten(form, VERSIONS, open);
      }
    }
    return forms.stream().sorted(Comparator.comparingInt(String::length).reversed()).toList();
  }

  private static void shorten(String form, List<Pattern> patterns, List<String> into) {
    for (Pattern pattern : patterns) {
      Matcher matcher = pattern.matcher(form);
      if (matcher.find()) {
        into.add(form.substring(0, matcher.start()) + form.substring(matcher.end()));
      }
    }
  }
}
