package dev.spanloom.entities;

import dev.spanloom.entities.internal.json.JsonLength;
import dev.spanloom.entities.internal.json.JsonPreview;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonWriter;
import dev.spanloom.entities.internal.proto.AnyValueView;
import dev.spanloom.entities.internal.proto.AnyValues;
import dev.spanloom.entities.internal.proto.ProtoReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The value of a span attribute in its encoded form: an OTLP {@code AnyValue}, the JSON text that
 * MLflow stores, or both; each is made from the other when it is asked for. Immutable and
 * thread-safe.
 */
public final class AttributeValue {
  /** The JSON {@code null}. */
  public static final AttributeValue NULL = new AttributeValue(new byte[0], "null");

  private static final int MAX_UTF8_BYTES = 4;

  // each span makes a dozen of these: a volatile field costs only where it is made later
  private final byte @Nullable [] given;
  private volatile byte @Nullable [] made;

  // not volatile: a text is safe to see early, and made twice it is the same
  private @Nullable String json;

  private AttributeValue(byte @Nullable [] anyValue, @Nullable String json) {
    this.given = anyValue;
    this.json = json;
  }

  /**
   * The value of a plain Java object: JSON types and byte arrays; other types become their string
   * form.
   */
  public static AttributeValue of(@Nullable Object plain) {
    return plain == null ? NULL : new AttributeValue(AnyValues.encode(plain), null);
  }

  /**
   * The value of a JSON text, which is kept as it is. Text that is not JSON is taken as a string.
   */
  public static AttributeValue ofJson(String text) {
    return new AttributeValue(null, text);
  }

  /** The value inside an encoded {@code AnyValue}; the array is not copied and must not change. */
  public static AttributeValue ofAnyValue(byte[] encoded) {
    return encoded.length == 0 ? NULL : new AttributeValue(encoded, null);
  }

  /**
   * The plain Java value: null, Boolean, String, Long, Double, byte[], List or Map; of a JSON text
   * also BigInteger. A new object each time.
   */
  public @Nullable Object get() {
    return given == null ? decodedJson() : AnyValues.decode(given);
  }

  /**
   * The value of a key where this is an object, without decoding the others; null where it has no
   * such key or is no object.
   */
  public @Nullable Object get(String key) {
    if (given == null) {
      return decodedJson() instanceof Map<?, ?> map ? map.get(key) : null;
    }
    return AnyValues.member(given, key.getBytes(StandardCharsets.UTF_8));
  }

  /** Counts the JSON text as it stands in the dict form of a span: as a string, escaped. */
  void countJson(JsonLength dict) {
    String text = json;
    if (text != null) {
      dict.string(text);
      return;
    }
    JsonLength embedded = JsonLength.embedded();
    AnyValues.appendJson(new ProtoReader(anyValue()), embedded);
    dict.add(2 + embedded.length());
  }

  /** The JSON text, as MLflow spells it; always valid JSON unless it was given otherwise. */
  public String json() {
    String text = json;
    if (text == null) {
      JsonWriter out = JsonWriter.oneLine();
      AnyValues.appendJson(new ProtoReader(anyValue()), out);
      text = out.toString();
      json = text;
    }
    return text;
  }

  /**
   * The beginning of the JSON text, without making all of a long one.
   *
   * @param chars how many characters matter, a pair of surrogates counting as one: a text that has
   *     more is cut anywhere behind them
   */
  public String jsonStart(int chars) {
    String text = json;
    if (text != null) {
      return text;
    }
    int mostBytes = (int) Math.min(Integer.MAX_VALUE / 2, MAX_UTF8_BYTES * (chars + 1L));
    JsonPreview start = JsonPreview.ofBeginning(mostBytes);
    AnyValues.appendJson(new ProtoReader(anyValue()), start);
    return new String(start.bytes(), StandardCharsets.UTF_8);
  }

  /**
   * The plain value as the JSON text has it, for who looks at a few parts of it: objects in it may
   * be decoded as far as they are looked at.
   */
  public @Nullable Object view() {
    return given == null ? decodedJson() : AnyValueView.of(given);
  }

  /** The UTF-8 of a text that is kept encoded; null for all other values. */
  @Nullable ProtoReader encodedText() {
    return given == null ? null : AnyValues.text(given);
  }

  /** The encoded OTLP {@code AnyValue}; must not be changed. */
  public byte[] anyValue() {
    if (given != null) {
      return given;
    }
    byte[] encoded = made;
    if (encoded == null) {
      encoded = AnyValues.encode(decodedJson());
      made = encoded;
    }
    return encoded;
  }

  private @Nullable Object decodedJson() {
    String text = json;
    return text == null || text.isEmpty() ? null : JsonReader.readOrText(text);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof AttributeValue that && Arrays.equals(anyValue(), that.anyValue());
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(anyValue());
  }

  /** The JSON text. */
  @Override
  public String toString() {
    return json();
  }
}
