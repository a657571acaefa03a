package dev.spanloom.server.otlp;

import com.linecorp.armeria.common.RequestHeaders;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.storage.ExperimentStore;
import java.util.Map;

/**
 * Which experiment spans belong to: that of the request's headers, else that of the service that
 * sent them, else the default one. Thread-safe.
 */
final class ExperimentRouting {
  static final String EXPERIMENT_ID = "x-mlflow-experiment-id";
  static final String EXPERIMENT_NAME = "x-mlflow-experiment-name";

  private static final String SERVICE_NAME = "service.name";

  private final ExperimentStore experiments;
  private final Map<String, String> byService;

  /**
   * Makes the rules.
   *
   * @param byService names of experiments by {@code service.name}; those that are not there are
   *     created when they are needed
   */
  ExperimentRouting(ExperimentStore experiments, Map<String, String> byService) {
    this.experiments = experiments;
    this.byService = Map.copyOf(byService);
  }

  /** The experiment of spans. */
  interface Rule {
    String experimentId(EncodedSpan span);
  }

  /**
   * The rule for a request.
   *
   * @throws MlflowException with RESOURCE_DOES_NOT_EXIST when the headers name no experiment
   */
  Rule rule(RequestHeaders headers) {
    String id = headers.get(EXPERIMENT_ID, "");
    if (!id.isEmpty()) {
      String known = byId(id);
      return span -> known;
    }
    String name = headers.get(EXPERIMENT_NAME, "");
    if (!name.isEmpty()) {
      String known = experiments.getOrCreate(name).experimentId();
      return span -> known;
    }
    return byService.isEmpty() ? span -> Experiment.DEFAULT_ID : this::ofService;
  }

  private String byId(String id) {
    return experiments
        .get(id)
        .map(Experiment::experimentId)
        .orElseThrow(
            () ->
                MlflowException.notFound(
                    EXPERIMENT_ID
                        + ": there is no experiment \""
                        + id
                        + "\" (expected: the id of one, or its name in "
                        + EXPERIMENT_NAME
                        + ")"));
  }

  private String ofService(EncodedSpan span) {
    Object service = span.decodeResource().attributes().get(SERVICE_NAME);
    String name = service == null ? null : byService.get(service.toString());
    return name == null ? Experiment.DEFAULT_ID : experiments.getOrCreate(name).experimentId();
  }
}
