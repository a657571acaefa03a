package dev.spanloom.destinations.databricks;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceIds;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceLocation;
import dev.spanloom.internal.mlflow.MlflowApi;
import java.util.List;
import java.util.Optional;

/**
 * The id of a trace in Unity Catalog: {@code trace:/catalog.schema/hex} outside, its hex digits on
 * the wire.
 *
 * @param location {@code catalog.schema}, or with the prefix of the tables behind
 */
record CatalogId(String location, String hex) {
  static final String TRACES = "/api/4.0/mlflow/traces";

  /**
   * Reads an id; empty for that of a trace in an experiment.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE for one that is half of one
   */
  static Optional<CatalogId> of(String traceId) {
    return TraceIds.location(traceId)
        .map(
            location ->
                new CatalogId(
                    location,
                    TraceIds.toOtel(traceId)
                        .orElseThrow(
                            () ->
                                MlflowException.invalidParameter(
                                    "trace id: \""
                                        + traceId
                                        + "\" (expected: 32 hex digits at its end)"))));
  }

  /**
   * The location of that name.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE when it is none of a catalog
   */
  static TraceLocation locationOf(String name) {
    String[] parts = name.split("\\.", -1);
    boolean whole = List.of(parts).stream().noneMatch(String::isBlank);
    if (whole && parts.length == 2) {
      return new TraceLocation.UnityCatalogSchema(parts[0], parts[1], null, null);
    }
    if (whole && parts.length == 3) {
      return new TraceLocation.UnityCatalogTablePrefix(parts[0], parts[1], parts[2], null, null);
    }
    throw MlflowException.invalidParameter(
        "trace location: \""
            + name
            + "\" (expected: <experiment id>, <catalog>.<schema> or <catalog>.<schema>.<prefix>)");
  }

  /** The trace's path in the API. */
  String path() {
    return TRACES + "/" + MlflowApi.escaped(location) + "/" + hex;
  }

  String traceId() {
    return TraceIds.v4(location, hex);
  }

  /** What a workspace says of a trace, under our id; as it is for a trace in an experiment. */
  static TraceInfo named(TraceInfo info) {
    String place = info.traceLocation().locationId();
    String hex = TraceIds.toOtel(info.traceId()).orElse(null);
    if (hex == null || place == null || !info.traceLocation().isInUnityCatalog()) {
      return info;
    }
    return new CatalogId(place, hex).named(info, info.traceLocation());
  }

  /** The same where the answer may leave out the location. */
  TraceInfo namedAs(TraceInfo info) {
    TraceLocation said = info.traceLocation();
    return named(info, said.isInUnityCatalog() ? said : locationOf(location));
  }

  private TraceInfo named(TraceInfo info, TraceLocation at) {
    List<Assessment> assessments = info.assessments().stream().map(this::named).toList();
    return TraceInfo.builder(traceId())
        .clientRequestId(info.clientRequestId())
        .traceLocation(at)
        .requestPreview(info.requestPreview())
        .responsePreview(info.responsePreview())
        .requestTimeUnixMillis(info.requestTimeUnixMillis())
        .executionDurationMillis(info.executionDurationMillis())
        .state(info.state())
        .metadata(info.traceMetadata())
        .tags(info.tags())
        .assessments(assessments)
        .build();
  }

  Assessment named(Assessment assessment) {
    return assessment.toBuilder().traceId(traceId()).build();
  }

  Trace named(Trace trace) {
    String id = traceId();
    List<Span> spans =
        trace.data().spans().stream().map(span -> span.toBuilder().traceId(id).build()).toList();
    return new Trace(namedAs(trace.info()), spans);
  }
}
