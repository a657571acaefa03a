package dev.spanloom.destinations.otlp;

import dev.spanloom.entities.Experiment;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Experiments where nobody can be asked for their ids: one that is known by its name alone has an
 * id that says the name, and requests tell the server what it is.
 */
final class ExperimentHeaders {
  private static final String BY_NAME = "name:";
  private static final String ID = "x-mlflow-experiment-id";
  private static final String NAME = "x-mlflow-experiment-name";
  private static final String NAME_IN_BASE64 = NAME + "-bin";
  private static final Pattern PLAIN =
      Pattern.compile("[\\x21-\\x7e]([\\x20-\\x7e]*[\\x21-\\x7e])?");

  private ExperimentHeaders() {}

  static Experiment ofName(String name) {
    String id = name.equals(Experiment.DEFAULT_NAME) ? Experiment.DEFAULT_ID : BY_NAME + name;
    return new Experiment(id, name, null, Experiment.ACTIVE, 0, 0, Map.of());
  }

  static Experiment ofId(String id) {
    String name =
        id.equals(Experiment.DEFAULT_ID)
            ? Experiment.DEFAULT_NAME
            : id.startsWith(BY_NAME) ? id.substring(BY_NAME.length()) : id;
    return new Experiment(id, name, null, Experiment.ACTIVE, 0, 0, Map.of());
  }

  /** What servers of ours and of MLflow send spans to an experiment by; others do not mind. */
  static Map<String, String> of(String experimentId) {
    if (!experimentId.startsWith(BY_NAME)) {
      return PLAIN.matcher(experimentId).matches() ? Map.of(ID, experimentId) : Map.of();
    }
    String name = experimentId.substring(BY_NAME.length());
    if (PLAIN.matcher(name).matches()) {
      return Map.of(NAME, name);
    }
    byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
    return Map.of(NAME_IN_BASE64, Base64.getEncoder().encodeToString(utf8));
  }
}
