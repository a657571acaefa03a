package dev.spanloom.storage.transfer;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.OtelResource;
import dev.spanloom.entities.OtelScope;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.OtlpJson;
import dev.spanloom.entities.otlp.OtlpRequests;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Reads the {@code resourceSpans} of OTLP JSON span by span. Schema URLs stand behind the spans
 * that they concern: spans wait for them, but not more than a bounded number. Not thread-safe.
 */
final class OtlpJsonReading {
  private static final int MAX_WAITING = 1000;

  private final ImportSink sink;
  private final String experimentId;
  private final String where;
  private final List<Waiting> waiting = new ArrayList<>();
  private Map<?, ?> resource = Map.of();
  private String resourceUrl = "";

  private static final class Scope {
    private Map<?, ?> json = Map.of();
    private String url = "";
  }

  @SuppressWarnings("ArrayRecordComponent") // nobody changes or compares it
  private record Waiting(byte[] span, Scope scope, String place) {}

  OtlpJsonReading(ImportSink sink, String experimentId, String where) {
    this.sink = sink;
    this.experimentId = experimentId;
    this.where = where;
  }

  /** Reads the list that the parser stands at. */
  void resourceSpans(JsonParser in) throws IOException {
    JsonElements.objects(in, "resourceSpans", where, sink, (element, number) -> group(element));
  }

  private void group(JsonParser in) throws IOException {
    resource = Map.of();
    resourceUrl = "";
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String key = in.currentName();
      in.nextToken();
      switch (key) {
        case "resource" -> {
          Map<?, ?> map = JsonElements.object(in, key, where, sink);
          resource = map == null ? Map.of() : map;
        }
        case "scopeSpans", "scope_spans" ->
            JsonElements.objects(in, key, where, sink, (element, number) -> scopeSpans(element));
        case "schemaUrl", "schema_url" -> resourceUrl = JsonElements.text(in, key, where, sink);
        default -> in.skipChildren();
      }
    }
    release();
  }

  private void scopeSpans(JsonParser in) throws IOException {
    Scope scope = new Scope();
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String key = in.currentName();
      in.nextToken();
      switch (key) {
        case "scope" -> {
          Map<?, ?> map = JsonElements.object(in, key, where, sink);
          scope.json = map == null ? Map.of() : map;
        }
        case "spans" ->
            JsonElements.objects(
                in, key, where, sink, (element, number) -> span(element, scope, number));
        case "schemaUrl", "schema_url" -> scope.url = JsonElements.text(in, key, where, sink);
        default -> in.skipChildren();
      }
    }
  }

  private void span(JsonParser in, Scope scope, int number) throws IOException {
    Map<?, ?> json = JsonElements.object(in, "span", where, sink);
    if (json == null) {
      return;
    }
    String place = where + ", span " + number;
    try {
      waiting.add(new Waiting(OtlpJson.span(json), scope, place));
    } catch (MlflowException e) {
      sink.skipped(place, String.valueOf(e.getMessage()));
    }
    if (waiting.size() >= MAX_WAITING) {
      release();
    }
  }

  private void release() {
    OtelResource read;
    try {
      read = OtlpJson.resource(resource, resourceUrl);
    } catch (MlflowException e) {
      sink.skipped(where, "resource: " + e.getMessage());
      read = OtelResource.EMPTY;
    }
    byte[] encodedResource = OtlpRequests.encodeResource(read);
    Scope last = null;
    OtelScope scope = OtelScope.EMPTY;
    byte[] encodedScope = new byte[0];
    for (Waiting span : waiting) {
      if (span.scope() != last) {
        last = span.scope();
        scope = scope(last);
        encodedScope = OtlpRequests.encodeScope(scope);
      }
      sink.span(
          new EncodedSpan(
              span.span(), encodedResource, read.schemaUrl(), encodedScope, scope.schemaUrl()),
          experimentId,
          span.place());
    }
    waiting.clear();
  }

  private OtelScope scope(Scope scope) {
    try {
      return OtlpJson.scope(scope.json, scope.url);
    } catch (MlflowException e) {
      sink.skipped(where, "scope: " + e.getMessage());
      return OtelScope.EMPTY;
    }
  }
}
