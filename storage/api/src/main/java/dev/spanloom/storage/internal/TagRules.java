package dev.spanloom.storage.internal;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceTagKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What keys and values of tags and metadata may be. MLflow's limits. */
public final class TagRules {
  public static final int MAX_KEY_CHARS = 250;
  public static final int MAX_VALUE_CHARS = 8000;

  private static final Pattern KEY =
      Pattern.compile("[/\\w.\\- :]+", Pattern.UNICODE_CHARACTER_CLASS);

  private TagRules() {}

  /** Refuses a key that a client may not set by hand. */
  public static void checkSettable(@Nullable String key) {
    String given = required(key);
    checkKey(given);
    if (TraceTagKey.isImmutable(given) || TraceTagKey.SPANS_LOCATION.equals(given)) {
      throw MlflowException.invalidParameter(
          "tag \"" + key + "\" cannot be changed (expected: another key; this one is the store's)");
    }
  }

  private static String required(@Nullable String key) {
    if (key == null) {
      throw MlflowException.invalidParameter("Missing value for required parameter 'key'");
    }
    return key;
  }

  /** Refuses a key that is empty, too long, of other characters, or like a path with detours. */
  public static void checkKey(String key) {
    checkLength(key);
    if (!KEY.matcher(key).matches()) {
      throw MlflowException.invalidParameter(
          "tag key: \""
              + key
              + "\" (expected: letters, digits, underscores, dashes, periods, spaces, colons and"
              + " slashes)");
    }
    if (isDetour(key)) {
      throw MlflowException.invalidParameter(
          "tag key: \""
              + key
              + "\" (expected: no \"/\" at either end, no \"//\", \".\" or \"..\")");
    }
  }

  private static boolean isDetour(String key) {
    for (String part : key.split("/", -1)) {
      if (part.isEmpty() || part.equals(".") || part.equals("..")) {
        return true;
      }
    }
    return false;
  }

  /** The entries with values cut to what is stored; refuses keys that are too long. */
  static Map<String, String> fit(Map<String, String> entries) {
    Map<String, String> fitting = new LinkedHashMap<>();
    entries.forEach(
        (key, value) -> {
          checkLength(key);
          fitting.put(key, cut(value));
        });
    return fitting;
  }

  public static String cut(String value) {
    return value.length() <= MAX_VALUE_CHARS ? value : value.substring(0, MAX_VALUE_CHARS);
  }

  private static void checkLength(String key) {
    if (key.length() > MAX_KEY_CHARS) {
      throw MlflowException.invalidParameter(
          "key of "
              + key.length()
              + " characters: \""
              + key.substring(0, 50)
              + "...\" (expected: at most "
              + MAX_KEY_CHARS
              + ")");
    }
  }
}
