package dev.spanloom.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Experiments over REST. */
class ExperimentEndpointsTest extends BothStores {

  private String create(String json) {
    return String.valueOf(post(EXPERIMENTS + "/create", json).get("experiment_id"));
  }

  private Map<?, ?> experiment(String id) {
    return (Map<?, ?>) at(get(EXPERIMENTS + "/get?experiment_id=" + id), "experiment");
  }

  private List<?> names(Map<?, ?> page) {
    return ((List<?>) page.get("experiments"))
        .stream().map(experiment -> ((Map<?, ?>) experiment).get("name")).toList();
  }

  private List<?> search(String json) {
    return names(post(EXPERIMENTS + "/search", json));
  }

  @Test
  void theDefaultOneHasAllFields() {
    Map<?, ?> experiment = experiment("0");
    assertThat(experiment.get("experiment_id")).isEqualTo("0");
    assertThat(experiment.get("name")).isEqualTo("Default");
    assertThat(experiment.get("artifact_location")).isEqualTo("mlflow-artifacts:/0");
    assertThat(experiment.get("lifecycle_stage")).isEqualTo("active");
    assertThat(experiment.get("creation_time")).isInstanceOf(Long.class);
    assertThat(experiment.get("last_update_time")).isInstanceOf(Long.class);
    assertThat(experiment.containsKey("tags")).isFalse();
  }

  @Test
  void tagsAreTakenAsPythonAndAsTypeScriptSendThem() {
    String python =
        create(
            "{'name': 'py', 'artifact_location': 's3://b/x', 'tags': [{'key': 'a', 'value': '1'}]}");
    String typeScript = create("{'name': 'ts', 'tags': {'a': '2'}, 'unknown': 1}");
    assertThat(experiment(python).get("tags")).isEqualTo(List.of(Map.of("key", "a", "value", "1")));
    assertThat(experiment(python).get("artifact_location")).isEqualTo("s3://b/x");
    assertThat(experiment(typeScript).get("tags"))
        .isEqualTo(List.of(Map.of("key", "a", "value", "2")));
    assertThat(at(get(EXPERIMENTS + "/get-by-name?experiment_name=ts"), "experiment"))
        .isEqualTo(experiment(typeScript));
    assertThat(get("/ajax-api/2.0/mlflow/experiments/get?experiment_id=" + typeScript))
        .isEqualTo(Map.of("experiment", experiment(typeScript)));
  }

  @Test
  void namesAreUsedOnceEvenWhenDeleted() {
    String id = create("{'name': 'shop'}");
    String again = "{'name': 'shop'}";
    refused("POST", EXPERIMENTS + "/create", again, 400, "RESOURCE_ALREADY_EXISTS", "shop");
    post(EXPERIMENTS + "/delete", "{'experiment_id': '" + id + "'}");
    refused(
        "POST", EXPERIMENTS + "/create", again, 400, "RESOURCE_ALREADY_EXISTS", "deleted state");
  }

  @Test
  void lifeAndDeathOfAnExperiment() {
    String id = create("{'name': 'shop'}");
    String it = "{'experiment_id': " + id + "}"; // as clients of old did it
    post(EXPERIMENTS + "/update", "{'experiment_id': '" + id + "', 'new_name': 'store'}");
    assertThat(experiment(id).get("name")).isEqualTo("store");
    refused("POST", EXPERIMENTS + "/restore", it, 404, "RESOURCE_DOES_NOT_EXIST", id);

    post(EXPERIMENTS + "/delete", it);
    assertThat(experiment(id).get("lifecycle_stage")).isEqualTo("deleted");
    refused("POST", EXPERIMENTS + "/delete", it, 404, "RESOURCE_DOES_NOT_EXIST", id);
    refused(
        "POST",
        EXPERIMENTS + "/update",
        "{'experiment_id': '" + id + "', 'new_name': 'x'}",
        500,
        "INVALID_STATE",
        id);
    refused(
        "POST",
        EXPERIMENTS + "/set-experiment-tag",
        "{'experiment_id': '" + id + "', 'key': 'a', 'value': '1'}",
        400,
        "INVALID_PARAMETER_VALUE",
        "deleted");
    refused(
        "POST",
        TRACES,
        "{'trace': {'trace_info': {'trace_id': 'tr-1', 'trace_location': {'type':"
            + " 'MLFLOW_EXPERIMENT', 'mlflow_experiment': {'experiment_id': '"
            + id
            + "'}}}}}",
        400,
        "INVALID_PARAMETER_VALUE",
        "'active' state");
    refused("POST", TRACES_V2, "{'experiment_id': '" + id + "'}", 400, "INVALID_PARAMETER_VALUE");

    post(EXPERIMENTS + "/restore", it);
    assertThat(experiment(id).get("lifecycle_stage")).isEqualTo("active");
  }

  @Test
  void tagsAreSetAndDeleted() {
    String tag = "{'experiment_id': '0', 'key': 'team', 'value': 'search'}";
    assertThat(post(EXPERIMENTS + "/set-experiment-tag", tag)).isEmpty();
    assertThat(at(experiment("0"), "tags", 0, "value")).isEqualTo("search");
    assertThat(post(EXPERIMENTS + "/delete-experiment-tag", tag)).isEmpty();
    refused(
        "POST",
        EXPERIMENTS + "/delete-experiment-tag",
        tag,
        404,
        "RESOURCE_DOES_NOT_EXIST",
        "team");
  }

  @Test
  void searchGoesByFilterOrderAndStage() {
    create("{'name': 'b', 'tags': {'k': 'v'}}");
    create("{'name': 'a'}");
    String gone = create("{'name': 'gone'}");
    post(EXPERIMENTS + "/delete", "{'experiment_id': '" + gone + "'}");

    assertThat(search("{}").stream().map(String::valueOf).sorted())
        .containsExactly("Default", "a", "b");
    assertThat(search("{'order_by': ['name DESC']}")).isEqualTo(List.of("b", "a", "Default"));
    assertThat(search("{'view_type': 'DELETED_ONLY'}")).isEqualTo(List.of("gone"));
    assertThat(search("{'viewType': 'ALL', 'maxResults': 2, 'orderBy': ['experiment_id']}"))
        .isEqualTo(List.of("Default", "b"));
    assertThat(search("{'filter': 'tags.k = \\\"v\\\"'}")).isEqualTo(List.of("b"));
    assertThat(search("{'filter': 'name ILIKE \\\"A\\\" AND creation_time > 0'}"))
        .isEqualTo(List.of("a"));
    assertThat(
            names(
                get(
                    EXPERIMENTS
                        + "/search?view_type=ACTIVE_ONLY&max_results=10&order_by=name&filter="
                        + encoded("name != 'a'"))))
        .isEqualTo(List.of("Default", "b"));
  }

  @Test
  void pagesFollowEachOther() {
    for (String name : List.of("a", "b", "c")) {
      create("{'name': '" + name + "'}");
    }
    Map<?, ?> first = post(EXPERIMENTS + "/search", "{'max_results': 3, 'order_by': ['name ASC']}");
    assertThat(names(first)).isEqualTo(List.of("Default", "a", "b"));
    Map<?, ?> second =
        post(
            EXPERIMENTS + "/search",
            "{'max_results': 3, 'order_by': ['name ASC'], 'page_token': '"
                + first.get("next_page_token")
                + "'}");
    assertThat(names(second)).isEqualTo(List.of("c"));
    assertThat(second.containsKey("next_page_token")).isFalse();
  }
}
