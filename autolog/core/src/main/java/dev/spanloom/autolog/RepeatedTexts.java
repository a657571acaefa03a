package dev.spanloom.autolog;

import dev.spanloom.entities.AttributeValue;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The few short texts that call after call says, such as the name of the provider or why the model
 * stopped: encoded once. Thread-safe.
 */
final class RepeatedTexts {
  /** Providers say what they like: what comes after the first ones is encoded each time. */
  private static final int MOST_REMEMBERED = 200;

  private static final int LONGEST_REMEMBERED = 50;

  private static final Map<String, AttributeValue> TEXTS = new ConcurrentHashMap<>();
  private static final Map<String, AttributeValue> LISTS_OF_ONE = new ConcurrentHashMap<>();

  private RepeatedTexts() {}

  /** What a span is to be given for a text: the text itself when it is long. */
  static Object encoded(String text) {
    if (text.length() > LONGEST_REMEMBERED) {
      return text;
    }
    AttributeValue known = TEXTS.get(text);
    return known == null ? remember(TEXTS, text, AttributeValue.of(text)) : known;
  }

  /** What a span is to be given for a list of texts. */
  static AttributeValue encoded(List<String> texts) {
    if (texts.size() != 1) {
      return AttributeValue.of(texts);
    }
    AttributeValue known = LISTS_OF_ONE.get(texts.get(0));
    return known == null ? remember(LISTS_OF_ONE, texts.get(0), AttributeValue.of(texts)) : known;
  }

  private static AttributeValue remember(
      Map<String, AttributeValue> encoded, String text, AttributeValue value) {
    if (text.length() <= LONGEST_REMEMBERED && encoded.size() < MOST_REMEMBERED) {
      encoded.put(text, value);
    }
    return value;
  }
}
