package dev.spanloom.server.ui;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** An id from anywhere leads to its trace. */
class ResolveTest extends UiCase {
  private Map<?, ?> resolved(String id) {
    return look("/resolve?id=" + encoded(id));
  }

  private static Map<?, ?> reply(int trace, String experimentId, String spanId) {
    Map<String, String> map = new HashMap<>();
    map.put("trace_id", traceId(trace));
    map.put("experiment_id", experimentId);
    map.put("span_id", spanId);
    return map;
  }

  @Test
  void everySpellingOfAnIdIsUnderstood() {
    String other = server().store().experiments().create("other").experimentId();
    write(other, span(0xabc, 0));
    String hex = traceId(0xabc).substring(3);
    for (String id :
        List.of(
            traceId(0xabc),
            hex,
            hex.toUpperCase(Locale.ROOT),
            "trace:/main.traces/" + hex,
            " " + hex + " ")) {
      assertThat(resolved(id)).as(id).isEqualTo(reply(0xabc, other, null));
    }
  }

  @Test
  void aTraceparentLeadsToItsSpan() {
    write(span(1, 0));
    String parent = "00-" + traceId(1).substring(3) + "-";
    assertThat(resolved(parent + spanId(0) + "-01")).isEqualTo(reply(1, "0", spanId(0)));
    assertThat(resolved(parent + spanId(5) + "-01")).isEqualTo(reply(1, "0", null));
  }

  @Test
  void aClientRequestIdLeadsToTheNewestOfItsTraces() {
    write(said(1).clientRequestId("it's \"mine\"").build());
    write(said(2).clientRequestId("it's \"mine\"").build());
    assertThat(resolved("it's \"mine\"")).isEqualTo(reply(2, "0", null));
  }

  @Test
  void whatIsNowhereIsSaidWithWhatIsUnderstood() {
    String absent = "00-" + traceId(9).substring(3) + "-" + spanId(1) + "-01";
    for (String id : List.of("tr-9", traceId(9), absent, "x")) {
      refused(
          "GET",
          UI + "/resolve?id=" + encoded(id),
          "",
          404,
          "RESOURCE_DOES_NOT_EXIST",
          id,
          "traceparent");
    }
    refused("GET", UI + "/resolve", "", 400, "INVALID_PARAMETER_VALUE", "'id'");
    refused("GET", UI + "/resolve?id=%20", "", 400, "INVALID_PARAMETER_VALUE", "id");
  }
}
