package dev.spanloom.storage.transfer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonSyntaxException;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.storage.TraceDeletion.Progress;
import dev.spanloom.storage.TraceStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The file in which MLflow's clients upload the spans of one trace: {@code {"spans": [...]}}, each
 * in the dict form of Python or of TypeScript. Read once; not thread-safe.
 */
public final class SpansFile {
  public static final String NAME = "traces.json";

  private static final String SPANS = "spans";
  private static final String EXPECTED =
      " (expected: a JSON object with the list \"spans\" in MLflow's dict form)";

  private final ImportSink sink;
  private final TraceInfo trace;
  private boolean hasSpans;

  private SpansFile(ImportSink sink, TraceInfo trace) {
    this.sink = sink;
    this.trace = trace;
  }

  /**
   * Stores the spans of a file, one after the other as they are read. What cannot be read is left
   * out and reported, the rest is stored; reading the same again changes nothing.
   *
   * @param trace which they must be of
   * @throws IOException when the stream fails
   */
  public static ImportReport read(TraceStore store, TraceInfo trace, InputStream in)
      throws IOException {
    ImportSink sink = new ImportSink(store, Progress.NONE);
    new SpansFile(sink, trace).read(in);
    return sink.finish();
  }

  private void read(InputStream in) throws IOException {
    try (JsonParser parser = JsonReader.parser(in)) {
      try {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
          sink.skipped(
              NAME,
              (parser.currentToken() == null ? "is empty" : JsonElements.shown(parser)) + EXPECTED);
          return;
        }
        object(parser);
        if (parser.nextToken() != null) {
          sink.skipped(NAME, "more behind the JSON object" + EXPECTED);
        }
      } catch (JsonProcessingException e) {
        damaged(parser, e.getOriginalMessage());
      } catch (JsonSyntaxException e) {
        damaged(parser, String.valueOf(e.getMessage()));
      }
    }
  }

  private void damaged(JsonParser parser, String message) {
    var place = parser.currentLocation();
    sink.skipped(
        NAME + " line " + place.getLineNr() + ", column " + place.getColumnNr(),
        "not JSON from there on: " + message);
  }

  private void object(JsonParser in) throws IOException {
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String key = in.currentName();
      in.nextToken();
      if (key.equals(SPANS)) {
        hasSpans = true;
        JsonElements.objects(in, SPANS, NAME, sink, this::span);
      } else {
        in.skipChildren();
      }
    }
    if (!hasSpans) {
      sink.skipped(NAME, "no \"spans\"" + EXPECTED);
    }
  }

  private void span(JsonParser in, int number) throws IOException {
    String place = NAME + " span " + number;
    Map<?, ?> map = JsonElements.object(in, "span", place, sink);
    if (map == null) {
      return;
    }
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    map.forEach((key, value) -> fields.put(String.valueOf(key), value));
    try {
      Span span = Span.fromMap(fields);
      if (!span.traceId().equals(trace.traceId())) {
        sink.skipped(
            place, "it is of trace " + span.traceId() + " (expected: " + trace.traceId() + ")");
        return;
      }
      String experimentId = trace.experimentId();
      sink.span(
          EncodedSpan.of(span), experimentId == null ? Experiment.DEFAULT_ID : experimentId, place);
    } catch (MlflowException | IllegalArgumentException e) {
      sink.skipped(place, String.valueOf(e.getMessage()));
    }
  }
}
