package dev.spanloom.server.otlp;

import com.linecorp.armeria.common.RequestHeaders;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.storage.ExperimentStore;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Which experiment spans belong to: that of the request's headers, else that of the service that
 * sent them, else the default one. Thread-safe.
 */
final class ExperimentRouting {
  static final String EXPERIMENT_ID = "x-mlflow-experiment-id";
  static final String EXPERIMENT_NAME = "x-mlflow-experiment-name";
  static final String EXPERIMENT_NAME_IN_BASE64 = EXPERIMENT_NAME + "-bin";

  private static final int MOST_FOUND = 10_000;

  private final ExperimentStore experiments;
  private final Map<String, String> byService;

  /** Ids that were found, as they were written: an experiment can be deleted, its id never goes. */
  private final Map<String, String> found = new ConcurrentHashMap<>();

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

  /** The experiment of traces. */
  interface Rule {
    /**
     * The experiment of a trace.
     *
     * @param serviceName of the service that it comes from; null when it names none
     * @throws MlflowException when that cannot be had
     */
    String experimentId(@Nullable String serviceName);
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
      return service -> known;
    }
    String name = name(headers);
    if (!name.isEmpty()) {
      String known = experiments.getOrCreate(name).experimentId();
      return service -> known;
    }
    return byService.isEmpty() ? service -> Experiment.DEFAULT_ID : this::ofService;
  }

  /** A name may come in base64, as gRPC has it: headers are ASCII. */
  private static String name(RequestHeaders headers) {
    String encoded = headers.get(EXPERIMENT_NAME_IN_BASE64, "");
    if (encoded.isEmpty()) {
      return headers.get(EXPERIMENT_NAME, "");
    }
    try {
      return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw MlflowException.invalidParameter(
          EXPERIMENT_NAME_IN_BASE64 + ": \"" + encoded + "\" (expected: base64 of UTF-8)");
    }
  }

  /** Without asking the store for each request: that took a fortieth of the server's time. */
  private String byId(String id) {
    String known = found.get(id);
    if (known != null) {
      return known;
    }
    String asked = ask(id);
    if (found.size() < MOST_FOUND) {
      found.put(id, asked);
    }
    return asked;
  }

  private String ask(String id) {
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

  private String ofService(@Nullable String service) {
    String name = service == null ? null : byService.get(service);
    return name == null ? Experiment.DEFAULT_ID : experiments.getOrCreate(name).experimentId();
  }
}
