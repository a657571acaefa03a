package dev.spanloom.server.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The forms of MLflow 2. */
class TraceV2EndpointsTest extends BothStores {

  private static final String START =
      "{'experiment_id': '0', 'timestamp_ms': 1000, 'request_metadata': [{'key': 'm', 'value': '1'}],"
          + " 'tags': [{'key': 't', 'value': '1'}]}";

  private String begun() {
    Map<?, ?> reply = post(TRACES_V2, START);
    assertThat(at(reply, "trace_info", "status")).isEqualTo("IN_PROGRESS");
    assertThat(at(reply, "trace_info", "timestamp_ms")).isEqualTo(1000L);
    return String.valueOf(at(reply, "trace_info", "request_id"));
  }

  @Test
  void aTraceIsStartedAndEnded() {
    String id = begun();
    assertThat(id).matches("[0-9a-f]{32}");
    Map<?, ?> ended =
        ok(
            "PATCH",
            TRACES_V2 + "/" + id,
            "{'timestamp_ms': 1250, 'status': 'OK', 'request_metadata': [{'key': 'n', 'value': '2'}],"
                + " 'tags': {'u': '2'}}");
    Map<?, ?> info = (Map<?, ?>) ended.get("trace_info");
    assertThat(info.get("execution_time_ms")).isEqualTo(250L);
    assertThat(info.get("status")).isEqualTo("OK");
    assertThat(info.get("experiment_id")).isEqualTo("0");
    assertThat((List<?>) (Object) info.get("request_metadata"))
        .isEqualTo(List.of(Map.of("key", "m", "value", "1"), Map.of("key", "n", "value", "2")));
    assertThat(((List<?>) info.get("tags")).toString())
        .contains("key=t", "key=u", "artifactLocation");
    assertThat(get(TRACES_V2 + "/" + id + "/info")).isEqualTo(ended);
    assertThat(get(TRACES_V2 + "/" + id)).isEqualTo(ended);
    assertThat(info(id).get("execution_duration")).isEqualTo("0.250s");
  }

  @Test
  void aClockThatGoesBackGivesNoNegativeTime() {
    String id = begun();
    Map<?, ?> ended = ok("PATCH", TRACES_V2 + "/" + id, "{'timestamp_ms': 10, 'status': 'ERROR'}");
    assertThat(at(ended, "trace_info", "execution_time_ms")).isEqualTo(0L);
    assertThat(at(ended, "trace_info", "status")).isEqualTo("ERROR");
  }

  @Test
  void searchPages() {
    begun();
    begun();
    String search =
        TRACES_V2 + "?experiment_ids=0&max_results=1&order_by=" + encoded("timestamp_ms DESC");
    Map<?, ?> first = get(search);
    assertThat((List<?>) first.get("traces")).hasSize(1);
    assertThat(at(first, "traces", 0, "timestamp_ms")).isEqualTo(1000L);
    Map<?, ?> second = get(search + "&page_token=" + first.get("next_page_token"));
    assertThat(at(second, "traces", 0, "request_id"))
        .isNotEqualTo(at(first, "traces", 0, "request_id"));
    assertThat(
            get(
                TRACES_V2
                    + "?experiment_ids=0&experiment_ids=7&filter="
                    + encoded("status = 'OK'")))
        .isEqualTo(Map.of("traces", List.of()));
    refused("GET", TRACES_V2, "", 400, "INVALID_PARAMETER_VALUE", "experiment_ids");
  }

  @Test
  void whatIsNotThereIsSaid() {
    refused("POST", TRACES_V2, "{'experiment_id': '7'}", 404, "RESOURCE_DOES_NOT_EXIST", "7");
    refused("POST", TRACES_V2, "{}", 400, "INVALID_PARAMETER_VALUE", "experiment_id");
    refused("PATCH", TRACES_V2 + "/no", "{'status': 'OK'}", 404, "RESOURCE_DOES_NOT_EXIST", "no");
    refused("GET", TRACES_V2 + "/no/info", "", 404, "RESOURCE_DOES_NOT_EXIST", "no");
    refused("GET", TRACES_V2 + "/no", "", 404, "RESOURCE_DOES_NOT_EXIST", "no");
    String id = begun();
    refused(
        "PATCH",
        TRACES_V2 + "/" + id,
        "{'status': 'DONE'}",
        400,
        "INVALID_PARAMETER_VALUE",
        "DONE");
  }
}
