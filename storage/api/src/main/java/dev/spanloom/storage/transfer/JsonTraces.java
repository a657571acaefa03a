package dev.spanloom.storage.transfer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonSyntaxException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.ZipException;

/**
 * Reads JSON that holds traces in any of the forms, element by element. In lines, a damaged one
 * costs only itself; a document ends at the place where it is damaged.
 */
final class JsonTraces {
  private final ImportSink sink;
  private final ExperimentTargets targets;
  private final String name;

  JsonTraces(ImportSink sink, ExperimentTargets targets, String name) {
    this.sink = sink;
    this.targets = targets;
    this.name = name;
  }

  /** Reads a JSON value on each line. */
  void lines(InputStream in) throws IOException {
    LineStream lines = new LineStream(in);
    try {
      while (lines.nextLine()) {
        String where = name + " line " + lines.number();
        try (JsonParser parser = JsonReader.parser(lines)) {
          values(parser, where, false);
        } catch (JsonProcessingException e) {
          sink.skipped(where, "damaged: " + e.getOriginalMessage());
        } catch (JsonSyntaxException e) {
          sink.skipped(where, "damaged: " + e.getMessage());
        }
      }
    } catch (EOFException | ZipException e) {
      sink.skipped(name + " line " + lines.number(), PeekedInput.BROKEN_OFF + e.getMessage());
    }
  }

  /** Reads JSON values over any lines. */
  void document(InputStream in) throws IOException {
    JsonParser parser = JsonReader.parser(in);
    try {
      values(parser, name, true);
    } catch (JsonProcessingException e) {
      damaged(parser, e.getOriginalMessage());
    } catch (JsonSyntaxException e) {
      damaged(parser, String.valueOf(e.getMessage()));
    }
  }

  private void damaged(JsonParser parser, String message) {
    sink.skipped(
        name
            + " line "
            + parser.currentLocation().getLineNr()
            + ", column "
            + parser.currentLocation().getColumnNr(),
        "damaged, and not read any further: " + message);
  }

  private void values(JsonParser parser, String where, boolean withLines) throws IOException {
    while (parser.nextToken() != null) {
      if (parser.currentToken() == JsonToken.START_ARRAY) {
        JsonElements.objects(
            parser,
            "element",
            where,
            sink,
            (element, number) ->
                object(element, where + " element " + number + line(element, withLines)));
      } else if (parser.currentToken() == JsonToken.START_OBJECT) {
        object(parser, where + line(parser, withLines));
      } else {
        sink.skipped(
            where + line(parser, withLines),
            JsonElements.shown(parser) + " (expected: an object that is a trace)");
      }
    }
  }

  private static String line(JsonParser parser, boolean withLines) {
    return withLines ? " (line " + parser.currentTokenLocation().getLineNr() + ")" : "";
  }

  private void object(JsonParser parser, String where) throws IOException {
    new JsonTrace(sink, targets, where).read(parser);
  }
}
