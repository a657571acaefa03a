package dev.spanloom;

import dev.spanloom.entities.OtelResource;
import dev.spanloom.entities.OtelScope;
import dev.spanloom.entities.TraceLocation;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.OtlpRequests;
import dev.spanloom.internal.export.SpoolContext;
import dev.spanloom.internal.spool.SharedRecord;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What all traces of the process share, encoded once. Thread-safe. */
final class TraceOrigin {
  private final Map<String, String> metadata;
  private final Map<String, String> metadataInUnityCatalog;
  private final OtelResource resource;
  private final OtelScope scope;
  private final byte[] encodedResource;
  private final byte[] encodedScope;
  private volatile @Nullable Spooled latest;

  TraceOrigin(Map<String, String> metadata, OtelResource resource, OtelScope scope) {
    this.metadata = metadata;
    Map<String, String> ofV4 = new LinkedHashMap<>(metadata);
    ofV4.replace(TraceMetadataKey.SCHEMA_VERSION, TraceMetadataKey.UNITY_CATALOG_SCHEMA_VERSION);
    this.metadataInUnityCatalog = Map.copyOf(ofV4);
    this.resource = resource;
    this.scope = scope;
    this.encodedResource = OtlpRequests.encodeResource(resource);
    this.encodedScope = OtlpRequests.encodeScope(scope);
  }

  /** What the spool keeps of this and an experiment, once for many traces. */
  SharedRecord spoolContext(ExperimentRef experiment) {
    Spooled known = latest;
    if (known == null || known.experiment != experiment) {
      EncodedSpan bare = new EncodedSpan(new byte[0], encodedResource, "", encodedScope, "");
      known =
          new Spooled(
              experiment,
              SpoolContext.encode(
                  bare, metadata(experiment), experiment.name(), experiment.location()));
      latest = known;
    }
    return known.record;
  }

  private record Spooled(ExperimentRef experiment, SharedRecord record) {}

  /** Of a trace that goes there. */
  Map<String, String> metadata(ExperimentRef experiment) {
    TraceLocation location = experiment.location();
    return location != null && location.isInUnityCatalog() ? metadataInUnityCatalog : metadata;
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
