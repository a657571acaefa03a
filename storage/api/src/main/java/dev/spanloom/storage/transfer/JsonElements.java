package dev.spanloom.storage.transfer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.spanloom.entities.internal.json.JsonReader;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Walks through lists and objects of a JSON stream; what has another shape is reported. */
final class JsonElements {
  /** Reads an element that the parser stands at, and leaves the parser at its end. */
  interface Reader {
    void read(JsonParser in, int number) throws IOException;
  }

  private JsonElements() {}

  /** Reads the objects of a list; a null is an empty list. */
  static void objects(JsonParser in, String key, String where, ImportSink sink, Reader reader)
      throws IOException {
    if (in.currentToken() == JsonToken.VALUE_NULL) {
      return;
    }
    if (in.currentToken() != JsonToken.START_ARRAY) {
      sink.skipped(where, key + ": " + shown(in) + " (expected: a list)");
      in.skipChildren();
      return;
    }
    int number = 0;
    while (in.nextToken() != JsonToken.END_ARRAY) {
      number++;
      if (in.currentToken() == JsonToken.START_OBJECT) {
        reader.read(in, number);
      } else {
        sink.skipped(where, key + " " + number + ": " + shown(in) + " (expected: an object)");
        in.skipChildren();
      }
    }
  }

  /** The object that the parser stands at; null, reported, when it is none. */
  static @Nullable Map<?, ?> object(JsonParser in, String key, String where, ImportSink sink)
      throws IOException {
    if (in.currentToken() == JsonToken.START_OBJECT
        && JsonReader.value(in) instanceof Map<?, ?> map) {
      return map;
    }
    if (in.currentToken() != JsonToken.VALUE_NULL) {
      sink.skipped(where, key + ": " + shown(in) + " (expected: an object)");
      in.skipChildren();
    }
    return null;
  }

  /** The text that the parser stands at; empty, reported, when it is none. */
  static String text(JsonParser in, String key, String where, ImportSink sink) throws IOException {
    if (in.currentToken() == JsonToken.VALUE_STRING) {
      return in.getText();
    }
    if (in.currentToken() != JsonToken.VALUE_NULL) {
      sink.skipped(where, key + ": " + shown(in) + " (expected: a text)");
      in.skipChildren();
    }
    return "";
  }

  static String shown(JsonParser in) throws IOException {
    JsonToken token = in.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return "{...}";
    }
    if (token == JsonToken.START_ARRAY) {
      return "[...]";
    }
    String text = String.valueOf(in.getText());
    return text.length() > 100 ? text.substring(0, 100) + "..." : text;
  }
}
