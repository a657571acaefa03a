package dev.spanloom.entities.internal.rules;

import dev.spanloom.entities.MlflowException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which tags MLflow's stores take. */
public final class TagRules {
  public static final int MAX_KEY_CHARS = 250;
  public static final int MAX_VALUE_CHARS = 8000;

  private static final Pattern KEY = Pattern.compile("[\\p{L}\\p{N}_\\-. /:]+");

  private TagRules() {}

  /**
   * Checks the key of a tag.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE for a key that is too long, has other
   *     characters, or looks like a path that leaves its place
   */
  public static void checkKey(@Nullable String key) {
    if (key == null) {
      throw MlflowException.invalidParameter("Missing value for required parameter 'key'");
    }
    if (key.isEmpty() || key.length() > MAX_KEY_CHARS) {
      throw MlflowException.invalidParameter(
          "tag key of "
              + key.length()
              + " characters (expected: 1 to "
              + MAX_KEY_CHARS
              + "): \""
              + key.substring(0, Math.min(50, key.length()))
              + "\"");
    }
    if (!KEY.matcher(key).matches()) {
      throw MlflowException.invalidParameter(
          "tag key: \""
              + key
              + "\" (expected: letters, digits, and the characters _ - . / : and space)");
    }
    if (key.startsWith("/")
        || key.endsWith("/")
        || key.contains("//")
        || key.matches("(.*/)?\\.{1,2}(/.*)?")) {
      throw MlflowException.invalidParameter(
          "tag key: \"" + key + "\" (expected: a name, not a path with empty, . or .. parts)");
    }
  }

  /** The value cut to what is kept. */
  public static String cutValue(String value) {
    return value.length() <= MAX_VALUE_CHARS ? value : value.substring(0, MAX_VALUE_CHARS);
  }
}
