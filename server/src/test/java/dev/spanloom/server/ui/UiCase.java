package dev.spanloom.server.ui;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanStatus;
import dev.spanloom.entities.TraceIds;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.server.rest.BothStores;
import dev.spanloom.storage.WriteBatch;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Cases of the API of the UI, over both stores, and small traces for them. */
abstract class UiCase extends BothStores {
  static final String UI = "/ui-api/1";
  static final long START_MILLIS = 1_700_000_000_000L;

  private final HttpClient client = HttpClient.newHttpClient();

  static String traceId(int number) {
    return TraceIds.fromOtel(String.format("%032x", number));
  }

  static String spanId(int number) {
    return String.format("%016x", number + 1);
  }

  /** A span that begins its number of milliseconds after the start and takes ten of them. */
  static Span.Builder span(int trace, int number) {
    long start = (START_MILLIS + trace * 1000L + number) * 1_000_000;
    Span.Builder span =
        Span.builder(traceId(trace), spanId(number))
            .name("span " + number)
            .status(SpanStatus.OK)
            .startTimeUnixNanos(start)
            .endTimeUnixNanos(start + 10_000_000);
    return number == 0 ? span : span.parentId(spanId(0));
  }

  final void write(Span.Builder... spans) {
    write("0", spans);
  }

  final void write(String experimentId, Span.Builder... spans) {
    server()
        .store()
        .writer()
        .write(
            new WriteBatch(
                List.of(),
                Arrays.stream(spans).map(span -> EncodedSpan.of(span.build())).toList(),
                experimentId));
  }

  final void write(TraceInfo... infos) {
    server().store().writer().write(new WriteBatch(List.of(infos), List.of(), "0"));
  }

  static TraceInfo.Builder said(int trace) {
    return TraceInfo.builder(traceId(trace))
        .requestTimeUnixMillis(START_MILLIS + trace * 1000L)
        .experimentId("0");
  }

  /** Posts to a route of the API; quotes may be single ones. */
  final Map<?, ?> ask(String route, String json) {
    return post(UI + route, json);
  }

  final Map<?, ?> look(String route) {
    return get(UI + route);
  }

  /** A page of the experiment 0 with more parameters. */
  final List<?> rows(String more) {
    Map<?, ?> page =
        ask(
            "/traces/search",
            "{'experiment_ids': ['0']" + (more.isEmpty() ? "" : ", " + more) + "}");
    return (List<?>) page.get("traces");
  }

  final HttpResponse<byte[]> bytes(String route, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(server().uri(UI + route));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request);
  }

  final HttpResponse<byte[]> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  static Map<?, ?> json(byte[] body) {
    return (Map<?, ?>)
        Objects.requireNonNull(
            JsonReader.read(new String(body, java.nio.charset.StandardCharsets.UTF_8)));
  }

  static void assertStatus(HttpResponse<?> reply, int status) {
    assertThat(reply.statusCode()).as("%s", reply.uri()).isEqualTo(status);
  }

  /** An object inside of a reply. */
  @SuppressWarnings("unchecked")
  static Map<Object, Object> map(Object reply, Object... path) {
    return (Map<Object, Object>) at(reply, path);
  }

  /** A list inside of a reply. */
  @SuppressWarnings("unchecked")
  static List<Object> list(Object reply, Object... path) {
    return (List<Object>) at(reply, path);
  }
}
