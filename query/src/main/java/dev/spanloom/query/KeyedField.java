package dev.spanloom.query;

/**
 * A value that the user named: a tag, a metadata entry, a span attribute, an assessment.
 *
 * @param family of what
 * @param key its name, as stored
 */
public record KeyedField(Family family, String key) implements Field {
  /** Of what a value is, and its name in the language. */
  public enum Family {
    TAG("tag"),
    METADATA("metadata"),
    SPAN_ATTRIBUTE("span.attributes"),
    FEEDBACK("feedback"),
    EXPECTATION("expectation");

    private final String prefix;

    Family(String prefix) {
      this.prefix = prefix;
    }

    public String prefix() {
      return prefix;
    }
  }

  public static KeyedField tag(String key) {
    return new KeyedField(Family.TAG, key);
  }

  public static KeyedField metadata(String key) {
    return new KeyedField(Family.METADATA, key);
  }

  public static KeyedField spanAttribute(String key) {
    return new KeyedField(Family.SPAN_ATTRIBUTE, key);
  }
}
