package dev.spanloom.server.ui.changes;

import dev.spanloom.entities.internal.json.JsonWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Events as they stand in a stream. */
final class EventText {
  static final String PING = ": ping\n\n";

  private EventText() {}

  static String of(String name, Map<String, ?> data) {
    return of(name, JsonWriter.write(data));
  }

  private static String of(String name, String json) {
    return "event: " + name + "\ndata: " + json + "\n\n";
  }

  /**
   * Rows of an experiment.
   *
   * @param rows each as JSON
   */
  static String rows(String experimentId, List<String> rows, boolean more) {
    return of(
        "traces",
        "{\"experiment_id\": "
            + JsonWriter.write(experimentId)
            + ", \"rows\": ["
            + String.join(", ", rows)
            + "], \"more\": "
            + more
            + "}");
  }

  static String deleted(List<String> traceIds, boolean more) {
    Map<String, Object> data = new LinkedHashMap<>();
    data.put("trace_ids", traceIds);
    data.put("more", more);
    return of("deleted", data);
  }
}
