package dev.spanloom.server.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Span;
import dev.spanloom.testjvms.Await;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is new is told to those who listen. */
class ChangesTest extends UiCase {
  private EventClient listen(String query) {
    EventClient events = new EventClient(server().uri(UI + "/changes?" + query));
    assertThat((Long) events.next("hello").get("now_ms")).isPositive();
    return events;
  }

  private void start(int trace, String more) {
    startTrace(traceId(trace), more);
  }

  @Test
  void aTraceThatIsWrittenIsToldAsTheRowOfTheTable() throws IOException {
    try (EventClient events = listen("experiment_id=0")) {
      start(1, "'tags': {'env': 'prod'}");
      Map<?, ?> told = events.next("traces");
      assertThat(told.get("experiment_id")).isEqualTo("0");
      assertThat(told.get("more")).isEqualTo(false);
      assertThat(told.get("rows")).isEqualTo(rows(""));
      assertThat(at(told, "rows", 0, "tags")).isEqualTo(Map.of("env", "prod"));
    }
  }

  @Test
  void tagsAndFeedbackAreToldAsTheyAreSet() throws IOException {
    start(1, "");
    try (EventClient events = listen("experiment_id=0")) {
      ok("PATCH", TRACES + "/" + traceId(1) + "/tags", "{'key': 'a', 'value': 'b'}");
      assertThat(at(events.next("traces"), "rows", 0, "tags")).isEqualTo(Map.of("a", "b"));
      post(
          TRACES + "/" + traceId(1) + "/assessments",
          "{'assessment': {'assessment_name': 'good', 'feedback': {'value': true}}}");
      assertThat(at(events.next("traces"), "rows", 0, "assessments", 0, "feedback", "value"))
          .isEqualTo(true);
      ask("/traces/tags", "{'trace_ids': ['" + traceId(1) + "'], 'remove': ['a']}");
      assertThat(at(events.next("traces"), "rows", 0, "tags")).isEqualTo(Map.of());
    }
  }

  @Test
  void whatChangesNothingAndWhatIsElsewhereIsNotTold() throws IOException {
    String other = server().store().experiments().create("other").experimentId();
    start(1, "");
    try (EventClient events = listen("experiment_id=0")) {
      start(1, "");
      write(other, span(2, 0));
      start(3, "");
      assertThat(at(events.next("traces"), "rows", 0, "trace_id")).isEqualTo(traceId(3));
      assertThat(events.isQuiet()).isTrue();
    }
  }

  @Test
  void tracesThatAreDeletedAreTold() throws IOException {
    start(1, "");
    start(2, "");
    start(3, "");
    try (EventClient events = listen("experiment_id=0")) {
      ask("/traces/delete", "{'experiment_ids': ['0'], 'trace_ids': ['" + traceId(1) + "']}");
      assertThat(events.next("deleted"))
          .isEqualTo(Map.of("trace_ids", List.of(traceId(1)), "more", false));
      ask("/traces/delete", "{'experiment_ids': ['0'], 'filter': ''}");
      Map<?, ?> told = events.next("deleted");
      while (told.get("more").equals(false)) { // a look at the store may find it first
        told = events.next("deleted");
      }
    }
  }

  @Test
  void whatOtherProcessesDoIsNoticed() throws IOException {
    start(1, "");
    write(span(2, 0));
    try (EventClient events = listen("experiment_id=0")) {
      write(span(3, 0));
      assertThat(at(events.next("traces"), "rows", 0, "trace_id")).isEqualTo(traceId(3));
      server().store().tags().set(traceId(2), "a", "b");
      assertThat(at(events.next("traces"), "rows", 0, "tags")).isEqualTo(Map.of("a", "b"));
      server().store().deletion().deleteByIds("0", List.of(traceId(2)));
      assertThat(events.next("deleted").get("trace_ids")).isEqualTo(List.of(traceId(2)));
    }
  }

  @Test
  void aTraceTellsItsRevisionsUntilItIsDeleted() throws IOException {
    write(span(1, 0).endTimeUnixNanos(0));
    try (EventClient events = listen("trace_id=" + traceId(1) + "&trace_id=" + traceId(7))) {
      Map<?, ?> first = events.next("trace");
      Map<?, ?> page = look("/traces/" + traceId(1));
      assertThat(first)
          .isEqualTo(
              Map.of(
                  "trace_id", traceId(1),
                  "revision", at(page, "revision"),
                  "spans_revision", at(page, "spans_revision"),
                  "state", "IN_PROGRESS",
                  "spans", 1L));

      write(span(1, 1)); // by another process
      Map<?, ?> second = events.next("trace");
      assertThat(second.get("spans")).isEqualTo(2L);
      assertThat(second.get("spans_revision")).isNotEqualTo(first.get("spans_revision"));

      ok("PATCH", TRACES + "/" + traceId(1) + "/tags", "{'key': 'a', 'value': 'b'}");
      Map<?, ?> third = events.next("trace");
      assertThat(third.get("spans_revision")).isEqualTo(second.get("spans_revision"));
      assertThat(third.get("revision")).isNotEqualTo(second.get("revision"));

      ask("/traces/delete", "{'experiment_ids': ['0'], 'trace_ids': ['" + traceId(1) + "']}");
      assertThat(events.next("deleted").get("trace_ids")).isEqualTo(List.of(traceId(1)));
      write(span(7, 0));
      assertThat(events.nextBehind("deleted", "trace").get("trace_id"))
          .as("behind the deletion, which a look at the store may have found too")
          .isEqualTo(traceId(7));
    }
  }

  @Test
  void ofManyTracesTheLatestAreToldAndThatThereAreMore() throws IOException {
    // newer ones, as many as a look at the store reads: it does not find the others
    write(IntStream.range(1_000, 1_100).mapToObj(i -> span(i, 0)).toArray(Span.Builder[]::new));
    try (EventClient events = listen("experiment_id=0")) {
      String infos =
          String.join(
              ", ",
              IntStream.range(0, 300)
                  .mapToObj(
                      i ->
                          "{'trace_id': '"
                              + traceId(i)
                              + "', 'trace_location': {'type': 'MLFLOW_EXPERIMENT',"
                              + " 'mlflow_experiment': {'experiment_id': '0'}}, 'request_time':"
                              + " '2023-01-01T00:00:00Z', 'state': 'OK'}")
                  .toList());
      post("/api/3.0/spanloom/traces", "{'trace_infos': [" + infos + "]}");
      Map<?, ?> told = events.next("traces");
      assertThat(told.get("more")).isEqualTo(true);
      assertThat((List<?>) told.get("rows")).hasSize(200);
      assertThat(at(told, "rows", 199, "trace_id")).isEqualTo(traceId(299));
    }
  }

  @Test
  void aListenerWhoDoesNotReadHoldsNobodyUp() throws IOException {
    int port = server().uri("/").getPort();
    try (Socket deaf = new Socket(InetAddress.getLoopbackAddress(), port);
        EventClient events = listen("experiment_id=0")) {
      deaf.setReceiveBufferSize(1024);
      OutputStream out = deaf.getOutputStream();
      out.write(
          ("GET "
                  + UI
                  + "/changes?experiment_id=0 HTTP/1.1\r\nHost: 127.0.0.1:"
                  + port
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.UTF_8));
      out.flush();
      Await.until("both listen", () -> listeners() == 2);
      String tag = "x".repeat(8_000);
      for (int round = 0; round < 20; round++) {
        int of = round;
        Span.Builder[] spans =
            IntStream.range(0, 50).mapToObj(i -> span(of * 50 + i, 0)).toArray(Span.Builder[]::new);
        write(spans);
        ask(
            "/traces/tags",
            "{'trace_ids': "
                + Arrays.stream(spans).map(s -> "'" + s.build().traceId() + "'").toList()
                + ", 'set': {'large': '"
                + tag
                + "'}}");
        assertThat((List<?>) events.next("traces").get("rows")).isNotEmpty();
        while (!events.isQuiet()) {
          events.next("traces");
        }
      }
      Await.until("only they listen", () -> server().requestsBeingServed() == 0);
      server().close();
    }
  }

  private int listeners() {
    return server()
        .get("/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith("spanloom_ui_listeners"))
        .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  @Test
  void listenersAreCountedAndTakeNoRoomOfRequests() throws IOException {
    assertThat(listeners()).isZero();
    try (EventClient one = listen("experiment_id=0");
        EventClient two = listen("trace_id=tr-1")) {
      assertThat(listeners()).isEqualTo(2);
      Await.until("only they listen", () -> server().requestsBeingServed() == 0);
      assertThat(one.isQuiet() && two.isQuiet()).isTrue();
    }
    Await.until("they are gone", () -> listeners() == 0);
  }

  @Test
  void aServerThatIsClosedEndsTheStreamsAtOnce() throws IOException {
    try (EventClient events = listen("experiment_id=0")) {
      server().close();
      assertThat(events.next("end")).isEmpty();
    }
  }

  @Test
  void whoSaysNotToWhatTheyListenIsRefused() {
    refused("GET", UI + "/changes", "", 400, "INVALID_PARAMETER_VALUE", "experiment_id");
    String many =
        String.join("&", IntStream.range(0, 51).mapToObj(i -> "experiment_id=" + i).toList());
    refused("GET", UI + "/changes?" + many, "", 400, "INVALID_PARAMETER_VALUE", "51 ids");
  }
}
