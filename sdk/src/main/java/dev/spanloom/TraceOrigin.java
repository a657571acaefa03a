package dev.spanloom;

import dev.spanloom.entities.OtelResource;
import dev.spanloom.entities.OtelScope;
import dev.spanloom.entities.otlp.OtlpRequests;
import java.util.Map;

/** What all traces of the process share, encoded once. Immutable. */
final class TraceOrigin {
  private final Map<String, String> metadata;
  private final OtelResource resource;
  private final OtelScope scope;
  private final byte[] encodedResource;
  private final byte[] encodedScope;

  TraceOrigin(Map<String, String> metadata, OtelResource resource, OtelScope scope) {
    this.metadata = metadata;
    this.resource = resource;
    this.scope = scope;
    this.encodedResource = OtlpRequests.encodeResource(resource);
    this.encodedScope = OtlpRequests.encodeScope(scope);
  }

  Map<String, String> metadata() {
    return metadata;
  }

  OtelResource resource() {
    return resource;
  }

  OtelScope scope() {
    return scope;
  }

  byte[] encodedResource() {
    return encodedResource;
  }

  byte[] encodedScope() {
    return encodedScope;
  }
}
