package dev.spanloom.entities.internal.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON text into plain Java values: {@code null}, {@link Boolean}, {@link String}, {@link
 * Long} ({@link BigInteger} beyond 64 bits), {@link Double}, {@link List} and {@link Map} in the
 * order of the text. {@code NaN} and {@code Infinity}, which Python writes, are accepted.
 */
public final class JsonReader {
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          // keys are anybody's: a shared table of them would grow, and fail on crafted collisions
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxStringLength(Integer.MAX_VALUE)
                  .maxNameLength(Integer.MAX_VALUE)
                  .maxNumberLength(10_000)
                  .maxNestingDepth(1000)
                  .build())
          .build();

  private JsonReader() {}

  /**
   * The value of a text.
   *
   * @throws JsonSyntaxException when the text is not one JSON value
   */
  public static @Nullable Object read(String text) {
    try (JsonParser parser = FACTORY.createParser(text)) {
      if (parser.nextToken() == null) {
        throw new JsonSyntaxException("empty text, expected a JSON value");
      }
      Object value = value(parser);
      if (parser.nextToken() != null) {
        throw new JsonSyntaxException(
            "text goes on after the JSON value" + place(parser.currentLocation()));
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new JsonSyntaxException(e.getOriginalMessage() + place(e.getLocation()));
    } catch (IOException e) {
      throw new JsonSyntaxException(String.valueOf(e.getMessage()));
    }
  }

  private static String place(@Nullable JsonLocation location) {
    return location == null
        ? ""
        : " (line " + location.getLineNr() + ", column " + location.getColumnNr() + ")";
  }

  /**
   * The object of a text; empty when its value is another one.
   *
   * @throws JsonSyntaxException when the text is not one JSON value
   */
  @SuppressWarnings("unchecked") // all objects that are read have such keys
  public static Map<String, @Nullable Object> readObject(String text) {
    return read(text) instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : Map.of();
  }

  /** The value of the text, or the text itself where it is not JSON. */
  public static @Nullable Object readOrText(String text) {
    try {
      return read(text);
    } catch (JsonSyntaxException e) {
      return text;
    }
  }

  /**
   * A parser of a stream of UTF-8, for texts that do not fit into memory; {@link #value} reads the
   * parts that do. Closing it closes the stream.
   */
  public static JsonParser parser(InputStream in) throws IOException {
    return FACTORY.createParser(in);
  }

  /**
   * The value that the parser stands at, which it has passed afterwards.
   *
   * @throws JsonSyntaxException where no value begins
   * @throws IOException also for text that is no JSON, as Jackson's own exception
   */
  public static @Nullable Object value(JsonParser parser) throws IOException {
    JsonToken token = parser.currentToken();
    if (token == null) {
      throw new JsonSyntaxException("the text ends where a value was expected");
    }
    return switch (token) {
      case VALUE_NULL -> null;
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_STRING -> parser.getText();
      case VALUE_NUMBER_INT -> integer(parser);
      case VALUE_NUMBER_FLOAT -> parser.getDoubleValue();
      case START_ARRAY -> array(parser);
      case START_OBJECT -> object(parser);
      default -> throw new JsonSyntaxException("unexpected " + token);
    };
  }

  private static Object integer(JsonParser parser) throws IOException {
    return switch (parser.getNumberType()) {
      case INT, LONG -> parser.getLongValue();
      default -> parser.getBigIntegerValue();
    };
  }

  private static List<@Nullable Object> array(JsonParser parser) throws IOException {
    List<@Nullable Object> list = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      list.add(value(parser));
    }
    return list;
  }

  private static Map<String, @Nullable Object> object(JsonParser parser) throws IOException {
    Map<String, @Nullable Object> map = new LinkedHashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      parser.nextToken();
      map.put(key, value(parser));
    }
    return map;
  }
}
