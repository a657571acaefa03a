package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Errors.assertError;
import static dev.spanloom.storage.contract.Examples.START_MILLIS;
import static dev.spanloom.storage.contract.Examples.childOf;
import static dev.spanloom.storage.contract.Examples.rootOf;
import static dev.spanloom.storage.contract.Examples.saidOf;
import static dev.spanloom.storage.contract.Examples.traceId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.query.Field;
import dev.spanloom.query.Filter;
import dev.spanloom.query.FilterParser;
import dev.spanloom.query.KeyedField;
import dev.spanloom.query.OrderByParser;
import dev.spanloom.query.OrderKey;
import dev.spanloom.query.SpanField;
import dev.spanloom.query.TraceField;
import dev.spanloom.storage.PageToken;
import dev.spanloom.storage.TracePage;
import dev.spanloom.storage.TraceQuery;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Any order is the same on one page and page by page; what has no value comes last. */
public abstract class OrderContract extends StoreContract {
  private String otherExperiment = Experiment.DEFAULT_ID;

  /** Traces 1 to 4 with different values, 5 and 6 with as few as possible, all out of order. */
  private void writeSix() {
    otherExperiment = store.experiments().create("other").experimentId();
    write(full(3, 30, TraceState.OK, "b", 3, 0.5).build());
    writeSpans(3, 3, 0.5);
    write(saidOf(6).executionDurationMillis(null).state(TraceState.STATE_UNSPECIFIED).build());
    write(full(1, 40, TraceState.ERROR, "a", 1, 0.25).experimentId(otherExperiment).build());
    writeSpans(1, 1, 0.25);
    write(full(4, 10, TraceState.IN_PROGRESS, "c", 4, 0.75).build());
    write(full(2, 20, TraceState.OK, "d", 2, 0.125).build());
    writeSpans(2, 2, 0.125);
    write(saidOf(5).executionDurationMillis(null).state(TraceState.STATE_UNSPECIFIED).build());
  }

  private static TraceInfo.Builder full(
      int trace, long duration, TraceState state, String text, long tokens, double cost) {
    return saidOf(trace)
        .executionDurationMillis(duration)
        .state(state)
        .clientRequestId(text)
        .tag(TraceTagKey.TRACE_NAME, text)
        .tag("t", text)
        .metadata("m", text)
        .metadata(TraceMetadataKey.SOURCE_RUN, text)
        .metadata(TraceMetadataKey.TRACE_SESSION, text)
        .metadata(TraceMetadataKey.TRACE_USER, text)
        .metadata(TraceMetadataKey.TOKEN_USAGE, AttributeValue.of(usage(tokens).toMap()).json())
        .metadata(
            TraceMetadataKey.COST,
            AttributeValue.of(new LlmCost(cost, cost, 2 * cost).toMap()).json());
  }

  private static TokenUsage usage(long tokens) {
    return new TokenUsage(tokens, tokens, 2 * tokens, tokens, tokens);
  }

  private void writeSpans(int trace, int children, double cost) {
    write(
        rootOf(trace)
            .endTimeUnixNanos(rootOf(trace).build().startTimeUnixNanos())
            .attribute(SpanAttributeKey.CHAT_USAGE, AttributeValue.of(usage(trace).toMap()))
            .attribute(
                SpanAttributeKey.LLM_COST,
                AttributeValue.of(new LlmCost(cost, cost, 2 * cost).toMap()))
            .build());
    IntStream.rangeClosed(1, children)
        .forEach(i -> write(childOf(trace, i).endTimeUnixNanos(0).build()));
  }

  private List<Integer> ordered(String... orderBy) {
    List<OrderKey> order = OrderByParser.parse(Arrays.asList(orderBy));
    List<Integer> atOnce = pages(order, 100);
    for (int size : new int[] {1, 2, 4}) {
      assertThat(pages(order, size)).as("%s by %d", order, size).isEqualTo(atOnce);
    }
    return atOnce;
  }

  private List<Integer> pages(List<OrderKey> order, int size) {
    List<Integer> all = new ArrayList<>();
    String token = null;
    do {
      TraceQuery query =
          TraceQuery.builder("0", otherExperiment)
              .orderBy(order)
              .maxResults(size)
              .pageToken(token)
              .build();
      TracePage page = store.search().search(query);
      page.infos().forEach(info -> all.add(Examples.number(info.traceId())));
      token = page.nextPageToken();
    } while (token != null);
    return all;
  }

  @Test
  void everyFieldWithOneValueIsAnOrderInBothDirections() {
    writeSix();
    Map<String, List<Integer>> ascending = new LinkedHashMap<>();
    ascending.put("request_id", List.of(1, 2, 3, 4, 5, 6));
    ascending.put("timestamp_ms", List.of(1, 2, 3, 4, 5, 6));
    ascending.put("end_time_ms", List.of(5, 6, 4, 2, 3, 1));
    ascending.put("execution_time_ms", List.of(4, 2, 3, 1, 6, 5));
    ascending.put("status", List.of(1, 4, 3, 2, 6, 5));
    ascending.put("name", List.of(1, 3, 4, 2, 6, 5));
    ascending.put("client_request_id", List.of(1, 3, 4, 2, 6, 5));
    ascending.put("session_id", List.of(1, 3, 4, 2, 6, 5));
    ascending.put("user", List.of(1, 3, 4, 2, 6, 5));
    ascending.put("run_id", List.of(1, 3, 4, 2, 6, 5));
    ascending.put("tag.t", List.of(1, 3, 4, 2, 6, 5));
    ascending.put("metadata.m", List.of(1, 3, 4, 2, 6, 5));
    ascending.put("input_tokens", List.of(1, 2, 3, 4, 6, 5));
    ascending.put("output_tokens", List.of(1, 2, 3, 4, 6, 5));
    ascending.put("total_tokens", List.of(1, 2, 3, 4, 6, 5));
    ascending.put("cache_read_input_tokens", List.of(1, 2, 3, 4, 6, 5));
    ascending.put("cache_creation_input_tokens", List.of(1, 2, 3, 4, 6, 5));
    ascending.put("input_cost", List.of(2, 1, 3, 4, 6, 5));
    ascending.put("output_cost", List.of(2, 1, 3, 4, 6, 5));
    ascending.put("total_cost", List.of(2, 1, 3, 4, 6, 5));
    ascending.put("span_count", List.of(6, 5, 4, 1, 2, 3));
    ascending.put("experiment_id", List.of(6, 5, 4, 3, 2, 1));
    ascending.forEach((field, traces) -> assertThat(ordered(field)).as(field).isEqualTo(traces));

    Map<String, List<Integer>> descending = new LinkedHashMap<>();
    descending.put("request_id", List.of(6, 5, 4, 3, 2, 1));
    descending.put("timestamp_ms", List.of(6, 5, 4, 3, 2, 1));
    descending.put("end_time_ms", List.of(1, 3, 2, 4, 6, 5));
    descending.put("execution_time_ms", List.of(1, 3, 2, 4, 6, 5));
    descending.put("status", List.of(6, 5, 3, 2, 4, 1));
    descending.put("name", List.of(2, 4, 3, 1, 6, 5));
    descending.put("tag.t", List.of(2, 4, 3, 1, 6, 5));
    descending.put("metadata.m", List.of(2, 4, 3, 1, 6, 5));
    descending.put("total_tokens", List.of(4, 3, 2, 1, 6, 5));
    descending.put("total_cost", List.of(4, 3, 1, 2, 6, 5));
    descending.put("span_count", List.of(3, 2, 1, 6, 5, 4));
    descending.put("experiment_id", List.of(1, 6, 5, 4, 3, 2));
    descending.forEach(
        (field, traces) -> assertThat(ordered(field + " DESC")).as(field).isEqualTo(traces));
  }

  @Test
  void furtherKeysDecideAmongEquals() {
    writeSix();
    assertThat(ordered("status", "execution_time_ms")).containsExactly(1, 4, 2, 3, 6, 5);
    assertThat(ordered("status", "execution_time_ms DESC")).containsExactly(1, 4, 3, 2, 6, 5);
    assertThat(ordered("tag.missing", "timestamp_ms ASC")).containsExactly(1, 2, 3, 4, 5, 6);
  }

  @Test
  void equalTracesComeNewestFirstAndThenById() {
    write(saidOf(2).requestTimeUnixMillis(START_MILLIS).build());
    write(saidOf(1).requestTimeUnixMillis(START_MILLIS).build());
    write(saidOf(3).requestTimeUnixMillis(START_MILLIS + 1).build());
    assertThat(ordered("status")).containsExactly(3, 1, 2);
    assertThat(ordered("status DESC")).containsExactly(3, 1, 2);
    assertThat(ordered("timestamp_ms")).containsExactly(1, 2, 3);
    assertThat(ordered("timestamp_ms DESC", "request_id DESC")).containsExactly(3, 2, 1);
  }

  @Test
  void textsAreSortedByCodePoints() {
    List<String> texts = List.of("", "A", "B", "a", "aa", "b", "é", "ｚ", "😀");
    for (int i = 0; i < texts.size(); i++) {
      write(saidOf(i).tag("t", texts.get(i)).tag(TraceTagKey.TRACE_NAME, texts.get(i)).build());
    }
    List<Integer> expected = IntStream.range(0, texts.size()).boxed().toList();
    assertThat(ordered("tag.t")).isEqualTo(expected);
    assertThat(ordered("name")).isEqualTo(expected);
    assertThat(ordered("name DESC").get(0)).isEqualTo(texts.size() - 1);
  }

  @Test
  void experimentsAreSortedByNumber() {
    List<String> ids =
        IntStream.range(0, 12)
            .mapToObj(i -> store.experiments().create("e" + i).experimentId())
            .toList();
    for (int i = 0; i < ids.size(); i++) {
      write(saidOf(i).experimentId(ids.get(i)).build());
    }
    assertThat(found("", List.of("experiment_id"), ids.toArray(String[]::new)))
        .isEqualTo(IntStream.range(0, 12).boxed().toList());
  }

  @Test
  void aChangedTagChangesThePlace() {
    writeSix();
    store.tags().set(traceId(6), "t", "aa");
    store.tags().delete(traceId(1), "t");
    assertThat(ordered("tag.t")).containsExactly(6, 3, 4, 2, 5, 1);
  }

  @Test
  void anOrderGoesWithAFilter() {
    writeSix();
    List<OrderKey> order = OrderByParser.parse(List.of("execution_time_ms DESC"));
    TraceQuery.Builder query =
        TraceQuery.builder("0", otherExperiment)
            .filter(FilterParser.parse("input_tokens != 3 AND span_count >= 0"))
            .orderBy(order)
            .maxResults(2);
    TracePage first = store.search().search(query.build());
    assertThat(first.infos())
        .extracting(TraceInfo::traceId)
        .containsExactly(traceId(1), traceId(2));
    assertThat(found(query.pageToken(first.nextPageToken()).build())).containsExactly(4);
  }

  @Test
  void fieldsWithoutOneValueAreNoOrder() {
    for (Field field :
        List.of(
            TraceField.TEXT,
            TraceField.PROMPT,
            SpanField.NAME,
            KeyedField.spanAttribute("a"),
            new KeyedField(KeyedField.Family.FEEDBACK, "f"))) {
      assertError(
          ErrorCode.INVALID_PARAMETER_VALUE,
          () ->
              store
                  .search()
                  .search(
                      TraceQuery.builder("0")
                          .orderBy(List.of(new OrderKey(field, false)))
                          .build()));
    }
    OrderKey name = new OrderKey(TraceField.NAME, false);
    assertError(
        ErrorCode.INVALID_PARAMETER_VALUE,
        () -> TraceQuery.builder("0").orderBy(List.of(name, name)).build());
  }

  @Test
  void aTokenOfAnotherOrderOrNoneIsRefusedByName() {
    writeSix();
    String byName = token("name");
    String byDuration = token("execution_time_ms");
    String byTime = token("timestamp_ms");
    assertRefused(byName, "execution_time_ms");
    assertRefused(byDuration, "name");
    assertRefused(byTime, "name");
    assertRefused(byName, "timestamp_ms");
    assertRefused(byName.substring(0, byName.length() / 2), "name");
    assertRefused("", "name");
    assertRefused("eyJvZmZzZXQiOiAyfQ==", "name");
    assertRefused("' OR 1=1 --", "name");
    assertRefused(new PageToken(Arrays.asList("a", null, "b")).encode(), "name");
    assertRefused(new PageToken(List.of("a", 1L, 2L)).encode(), "name");
  }

  private String token(String orderBy) {
    TraceQuery query =
        TraceQuery.builder("0")
            .orderBy(OrderByParser.parse(List.of(orderBy)))
            .maxResults(1)
            .build();
    return String.valueOf(store.search().search(query).nextPageToken());
  }

  private void assertRefused(@Nullable String token, String orderBy) {
    assertError(
            ErrorCode.INVALID_PARAMETER_VALUE,
            () ->
                store
                    .search()
                    .search(
                        TraceQuery.builder("0")
                            .orderBy(OrderByParser.parse(List.of(orderBy)))
                            .pageToken(token)
                            .build()))
        .hasMessageContaining("\"" + token + "\"");
  }

  @Test
  void pagesGoOnWhileTracesAreWrittenAndDeleted() throws Exception {
    for (int i = 0; i < 60; i++) {
      write(saidOf(i).tag(TraceTagKey.TRACE_NAME, "stays " + i % 7).build());
    }
    AtomicBoolean done = new AtomicBoolean();
    Thread writer =
        new Thread(
            () -> {
              for (int i = 1000; !done.get(); i++) {
                write(saidOf(i).tag(TraceTagKey.TRACE_NAME, "comes and goes").build());
                store.deletion().deleteByIds(Experiment.DEFAULT_ID, List.of(traceId(i - 3)));
              }
            },
            "writer beside the pages");
    writer.start();
    try {
      for (String orderBy : List.of("timestamp_ms DESC", "timestamp_ms", "name", "name DESC")) {
        List<Integer> stayed =
            pages(OrderByParser.parse(List.of(orderBy)), 7).stream()
                .filter(number -> number < 1000)
                .toList();
        assertThat(stayed).as(orderBy).hasSize(60).doesNotHaveDuplicates();
      }
    } finally {
      done.set(true);
      writer.join(120_000);
    }
  }

  @Test
  void theLastTraceOfAPageMayBeDeletedBeforeTheNext() {
    for (int i = 1; i <= 5; i++) {
      write(saidOf(i).build());
    }
    TraceQuery.Builder query = TraceQuery.builder("0").filter(Filter.ALL).maxResults(2);
    TracePage first = store.search().search(query.build());
    store.deletion().deleteByIds(Experiment.DEFAULT_ID, List.of(traceId(4), traceId(3)));
    assertThat(found(query.pageToken(first.nextPageToken()).build())).containsExactly(2, 1);
  }
}
