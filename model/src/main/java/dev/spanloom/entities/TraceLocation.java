package dev.spanloom.entities;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where a trace lives. Counterpart of {@code mlflow.entities.TraceLocation}. */
public sealed interface TraceLocation {
  /** A location of which nothing is known. */
  static TraceLocation unspecified() {
    return new Unspecified();
  }

  /** The default experiment, {@code 0}. */
  static TraceLocation defaultExperiment() {
    return new MlflowExperiment(Experiment.DEFAULT_ID);
  }

  static TraceLocation experiment(String experimentId) {
    return new MlflowExperiment(experimentId);
  }

  /** The experiment's id; null for the other kinds. */
  default @Nullable String experimentId() {
    return null;
  }

  /**
   * The location in one word, as searches and V4 trace ids name it: the id of an experiment, {@code
   * catalog.schema} or {@code catalog.schema.prefix} of Unity Catalog; null for the other kinds.
   */
  default @Nullable String locationId() {
    return experimentId();
  }

  /** Whether it is in Unity Catalog, where trace ids are of the V4 spelling. */
  default boolean isInUnityCatalog() {
    return false;
  }

  /** MLflow's JSON shape: the type and its payload. */
  Map<String, Object> toMap();

  /** An MLflow experiment. */
  record MlflowExperiment(String experimentId) implements TraceLocation {
    static final String TYPE = "MLFLOW_EXPERIMENT";
    static final String PAYLOAD = "mlflow_experiment";

    public MlflowExperiment {
      Objects.requireNonNull(experimentId, "experimentId");
    }

    @Override
    public Map<String, Object> toMap() {
      return shape(TYPE, PAYLOAD, Map.of("experiment_id", experimentId));
    }
  }

  /** A Databricks inference table. */
  record InferenceTable(String fullTableName) implements TraceLocation {
    static final String TYPE = "INFERENCE_TABLE";
    static final String PAYLOAD = "inference_table";

    public InferenceTable {
      Objects.requireNonNull(fullTableName, "fullTableName");
    }

    @Override
    public Map<String, Object> toMap() {
      return shape(TYPE, PAYLOAD, Map.of("full_table_name", fullTableName));
    }
  }

  /**
   * A Unity Catalog schema, the location of V4 traces.
   *
   * @param otelSpansTableName the table without its schema; null when the backend has not said it
   * @param otelLogsTableName the table without its schema; null when the backend has not said it
   */
  record UnityCatalogSchema(
      String catalogName,
      String schemaName,
      @Nullable String otelSpansTableName,
      @Nullable String otelLogsTableName)
      implements TraceLocation {
    static final String TYPE = "UC_SCHEMA";
    static final String PAYLOAD = "uc_schema";

    @Override
    public String locationId() {
      return catalogName + "." + schemaName;
    }

    @Override
    public boolean isInUnityCatalog() {
      return true;
    }

    /** {@code catalog.schema.table} of the spans; null when the table is unknown. */
    public @Nullable String fullOtelSpansTableName() {
      return otelSpansTableName == null
          ? null
          : catalogName + "." + schemaName + "." + otelSpansTableName;
    }

    /** {@code catalog.schema.table} of the logs; null when the table is unknown. */
    public @Nullable String fullOtelLogsTableName() {
      return otelLogsTableName == null
          ? null
          : catalogName + "." + schemaName + "." + otelLogsTableName;
    }

    @Override
    public Map<String, Object> toMap() {
      return shape(
          TYPE,
          PAYLOAD,
          tables(catalogName, schemaName, null, otelSpansTableName, otelLogsTableName));
    }
  }

  /** Unity Catalog tables of a common prefix, a location of newer Databricks backends. */
  record UnityCatalogTablePrefix(
      String catalogName,
      String schemaName,
      String tablePrefix,
      @Nullable String otelSpansTableName,
      @Nullable String otelLogsTableName)
      implements TraceLocation {
    static final String TYPE = "UC_TABLE_PREFIX";
    static final String PAYLOAD = "uc_table_prefix";

    @Override
    public String locationId() {
      return catalogName + "." + schemaName + "." + tablePrefix;
    }

    @Override
    public boolean isInUnityCatalog() {
      return true;
    }

    @Override
    public Map<String, Object> toMap() {
      return shape(
          TYPE,
          PAYLOAD,
          tables(catalogName, schemaName, tablePrefix, otelSpansTableName, otelLogsTableName));
    }
  }

  /** No location. */
  record Unspecified() implements TraceLocation {
    static final String TYPE = "TRACE_LOCATION_TYPE_UNSPECIFIED";

    @Override
    public Map<String, Object> toMap() {
      return Map.of("type", TYPE);
    }
  }

  /**
   * Reads MLflow's JSON shape.
   *
   * @throws MlflowException with INVALID_PARAMETER_VALUE when type and payload do not belong
   *     together
   */
  static TraceLocation fromMap(Map<String, ? extends @Nullable Object> map) {
    String type = Fields.text(map, "type", Unspecified.TYPE);
    String payload =
        switch (type) {
          case MlflowExperiment.TYPE -> MlflowExperiment.PAYLOAD;
          case InferenceTable.TYPE -> InferenceTable.PAYLOAD;
          case UnityCatalogSchema.TYPE -> UnityCatalogSchema.PAYLOAD;
          case UnityCatalogTablePrefix.TYPE -> UnityCatalogTablePrefix.PAYLOAD;
          case Unspecified.TYPE -> "";
          default ->
              throw MlflowException.invalidParameter(
                  "trace location of unknown type: \"" + type + "\"");
        };
    for (String key : map.keySet()) {
      if (!key.equals("type") && !key.equals(payload) && map.get(key) != null) {
        throw MlflowException.invalidParameter("trace location of type " + type + " with " + key);
      }
    }
    Map<String, @Nullable Object> fields = Fields.map(map, payload);
    return switch (type) {
      case MlflowExperiment.TYPE ->
          new MlflowExperiment(Fields.requiredText(fields, "experiment_id"));
      case InferenceTable.TYPE ->
          new InferenceTable(Fields.requiredText(fields, "full_table_name"));
      case UnityCatalogSchema.TYPE ->
          new UnityCatalogSchema(
              Fields.requiredText(fields, "catalog_name"),
              Fields.requiredText(fields, "schema_name"),
              Fields.textOrNull(fields, "otel_spans_table_name"),
              Fields.textOrNull(fields, "otel_logs_table_name"));
      case UnityCatalogTablePrefix.TYPE ->
          new UnityCatalogTablePrefix(
              Fields.requiredText(fields, "catalog_name"),
              Fields.requiredText(fields, "schema_name"),
              Fields.text(fields, "table_prefix", "mlflow_traces"),
              Fields.textOrNull(fields, "otel_spans_table_name"),
              Fields.textOrNull(fields, "otel_logs_table_name"));
      default -> new Unspecified();
    };
  }

  private static Map<String, Object> shape(
      String type, String payloadKey, Map<String, Object> payload) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("type", type);
    map.put(payloadKey, payload);
    return map;
  }

  private static Map<String, Object> tables(
      String catalog,
      String schema,
      @Nullable String prefix,
      @Nullable String spans,
      @Nullable String logs) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("catalog_name", catalog);
    map.put("schema_name", schema);
    if (prefix != null) {
      map.put("table_prefix", prefix);
    }
    if (spans != null) {
      map.put("otel_spans_table_name", spans);
    }
    if (logs != null) {
      map.put("otel_logs_table_name", logs);
    }
    return map;
  }
}
