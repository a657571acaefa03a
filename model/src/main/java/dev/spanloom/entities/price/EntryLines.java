package dev.spanloom.entities.price;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;

/** In which line of a file of prices an entry begins. */
final class EntryLines {
  private EntryLines() {}

  /**
   * The line, from 1 on; 0 where it is not known.
   *
   * @param number of the entry, from 1 on
   */
  static int of(String text, int number) {
    try (JsonParser parser = new JsonFactory().createParser(text)) {
      if (parser.nextToken() == JsonToken.START_OBJECT && !goToPrices(parser)) {
        return 0;
      }
      JsonToken token = parser.nextToken();
      for (int i = 1; i < number; i++) {
        parser.skipChildren();
        token = parser.nextToken();
      }
      return token == null ? 0 : parser.currentTokenLocation().getLineNr();
    } catch (IOException e) {
      return 0; // of what only we read, such as NaN
    }
  }

  private static boolean goToPrices(JsonParser parser) throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      boolean prices = parser.currentName().equals("prices");
      parser.nextToken();
      if (prices) {
        return true;
      }
      parser.skipChildren();
    }
    return false;
  }
}
