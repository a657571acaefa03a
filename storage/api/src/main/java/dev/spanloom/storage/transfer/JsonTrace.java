package dev.spanloom.storage.transfer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.OtlpRequests;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads one JSON object: a line of ours, a trace of MLflow (its info, its data), a file of MLflow's
 * spans, an OTLP request. Spans are passed on as they are read. Read once; not thread-safe.
 */
final class JsonTrace {
  private static final int MAX_SHOWN_KEYS = 10;
  private static final String EXPECTED =
      " (expected: info and data of an MLflow trace, resourceSpans of OTLP, or a line of a Spanloom"
          + " export)";

  private final ImportSink sink;
  private final ExperimentTargets targets;
  private final String where;
  private final List<String> otherKeys = new ArrayList<>();
  private boolean known;
  private @Nullable Object version;
  private @Nullable Map<?, ?> info;
  private @Nullable String experiment;
  private @Nullable Map<?, ?> experimentTags;
  private @Nullable String otlp;

  JsonTrace(ImportSink sink, ExperimentTargets targets, String where) {
    this.sink = sink;
    this.targets = targets;
    this.where = where;
  }

  /** Reads the object that the parser stands at. */
  void read(JsonParser in) throws IOException {
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String key = in.currentName();
      in.nextToken();
      known |= field(in, key);
    }
    finish();
  }

  private boolean field(JsonParser in, String key) throws IOException {
    switch (key) {
      case OwnFormat.VERSION_KEY -> version = JsonReader.value(in);
      case OwnFormat.INFO -> info = JsonElements.object(in, key, where, sink);
      case OwnFormat.EXPERIMENT -> experiment = JsonElements.text(in, key, where, sink);
      case OwnFormat.EXPERIMENT_TAGS -> experimentTags = JsonElements.object(in, key, where, sink);
      case OwnFormat.OTLP -> otlp = JsonElements.text(in, key, where, sink);
      case "data" -> data(in);
      case "spans" -> spans(in);
      case "resourceSpans", "resource_spans" ->
          new OtlpJsonReading(sink, targets.fallback(), where).resourceSpans(in);
      default -> {
        if (otherKeys.size() < MAX_SHOWN_KEYS) {
          otherKeys.add(key.length() > 50 ? key.substring(0, 50) + "..." : key);
        }
        in.skipChildren();
        return false;
      }
    }
    return true;
  }

  private void data(JsonParser in) throws IOException {
    if (in.currentToken() != JsonToken.START_OBJECT) {
      sink.skipped(where, "data: " + JsonElements.shown(in) + " (expected: an object)");
      in.skipChildren();
      return;
    }
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String key = in.currentName();
      in.nextToken();
      if (key.equals("spans")) {
        spans(in);
      } else {
        in.skipChildren();
      }
    }
  }

  private void spans(JsonParser in) throws IOException {
    String target = target();
    JsonElements.objects(
        in,
        "spans",
        where,
        sink,
        (element, number) -> {
          Map<?, ?> map = JsonElements.object(element, "span", where, sink);
          String place = where + ", span " + number;
          try {
            if (map != null) {
              sink.span(EncodedSpan.of(Span.fromMap(stringKeys(map))), target, place);
            }
          } catch (MlflowException | IllegalArgumentException e) {
            sink.skipped(place, String.valueOf(e.getMessage()));
          }
        });
  }

  /** Where the trace goes, as far as it is known by now. */
  private String target() {
    if (experiment != null && !experiment.isEmpty()) {
      return targets.byName(experiment);
    }
    TraceInfo read = info == null ? null : readInfo(info, false);
    return read == null ? targets.fallback() : targets.byForeignId(read.experimentId());
  }

  private void finish() {
    if (!known) {
      sink.skipped(where, "an object with the keys " + otherKeys + EXPECTED);
      return;
    }
    if (version != null && !Long.valueOf(OwnFormat.VERSION).equals(version)) {
      sink.skipped(
          where,
          "format version "
              + version
              + " (expected: "
              + OwnFormat.VERSION
              + "; a later Spanloom may read it)");
      return;
    }
    try {
      say();
    } catch (MlflowException e) {
      sink.skipped(where, String.valueOf(e.getMessage()));
    }
  }

  private void say() {
    String target = target();
    if (experimentTags != null) {
      Map<String, String> tags = new LinkedHashMap<>();
      experimentTags.forEach((key, value) -> tags.put(String.valueOf(key), String.valueOf(value)));
      sink.experimentTags(target, tags, where);
    }
    TraceInfo read = info == null ? null : readInfo(info, true);
    if (read != null) {
      sink.info(read.toBuilder().experimentId(target).build(), where);
    }
    if (otlp != null && !otlp.isEmpty()) {
      for (EncodedSpan span : OtlpRequests.split(decoded(otlp))) {
        sink.span(span, target, where);
      }
    }
  }

  private static byte[] decoded(String base64) {
    try {
      return Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw MlflowException.invalidParameter("otlp: " + e.getMessage() + " (expected: base64)");
    }
  }

  private @Nullable TraceInfo readInfo(Map<?, ?> map, boolean reported) {
    try {
      return TraceInfo.fromMap(stringKeys(map));
    } catch (MlflowException | IllegalArgumentException e) {
      if (reported) {
        sink.skipped(where, "info: " + e.getMessage());
      }
      return null;
    }
  }

  private static Map<String, @Nullable Object> stringKeys(Map<?, ?> map) {
    Map<String, @Nullable Object> copy = new LinkedHashMap<>();
    map.forEach((key, value) -> copy.put(String.valueOf(key), value));
    return copy;
  }
}
