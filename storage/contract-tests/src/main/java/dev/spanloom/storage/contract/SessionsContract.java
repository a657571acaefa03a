package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Errors.assertError;
import static dev.spanloom.storage.contract.Examples.START_MILLIS;
import static dev.spanloom.storage.contract.Examples.childOf;
import static dev.spanloom.storage.contract.Examples.rootOf;
import static dev.spanloom.storage.contract.Examples.saidOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import dev.spanloom.query.FilterParser;
import dev.spanloom.storage.SessionPage;
import dev.spanloom.storage.SessionTotals;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.UserTotals;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Traces that share a session or a user are added up. */
public abstract class SessionsContract extends StoreContract {
  private static TraceInfo.Builder turn(int trace, String session, String user) {
    return saidOf(trace)
        .metadata(TraceMetadataKey.TRACE_SESSION, session)
        .metadata(TraceMetadataKey.TRACE_USER, user);
  }

  private List<SessionTotals> sessions(String filter) {
    SessionPage page =
        store
            .metrics()
            .sessions(TraceQuery.builder("0").filter(FilterParser.parse(filter)).build());
    assertThat(page.nextPageToken()).isNull();
    return page.sessions();
  }

  @Test
  void aSessionIsTheSumOfItsTurns() {
    LlmCost cost = new LlmCost(0.25, 0.5, 0.75);
    write(turn(1, "s", "ann").executionDurationMillis(10L).build());
    write(turn(5, "s", "bob").executionDurationMillis(30L).state(TraceState.ERROR).build());
    write(turn(3, "s", "ann").executionDurationMillis(null).state(TraceState.IN_PROGRESS).build());
    write(
        rootOf(5).endTimeUnixNanos(rootOf(5).build().startTimeUnixNanos()).build(),
        childOf(5, 1)
            .endTimeUnixNanos(0)
            .attribute(
                SpanAttributeKey.CHAT_USAGE,
                AttributeValue.of(new TokenUsage(10, 5, 15, 2L, null).toMap()))
            .attribute(SpanAttributeKey.LLM_COST, AttributeValue.of(cost.toMap()))
            .build());
    assertThat(sessions(""))
        .containsExactly(
            new SessionTotals(
                "s",
                3,
                1,
                START_MILLIS + 1,
                START_MILLIS + 5,
                40,
                new TokenUsage(10, 5, 15, 2L, null),
                cost,
                "bob"));
  }

  @Test
  void theSessionWithTheLatestTraceComesFirst() {
    write(turn(1, "a", "u").build());
    write(turn(2, "b", "u").build());
    write(turn(3, "a", "u").build());
    write(turn(4, "c", "u").build());
    write(saidOf(5).build());
    assertThat(sessions("")).extracting(SessionTotals::sessionId).containsExactly("c", "a", "b");
    assertThat(sessions("timestamp_ms < " + (START_MILLIS + 3)))
        .extracting(SessionTotals::sessionId)
        .containsExactly("b", "a");
    assertThat(sessions("session_id = 'a'").get(0).turns()).isEqualTo(2);
  }

  @Test
  void sessionsArePagedThrough() {
    for (int i = 1; i <= 12; i++) {
      write(turn(i / 2, "s" + i, "u").requestTimeUnixMillis(START_MILLIS + i / 2).build());
    }
    for (int i = 1; i <= 12; i++) {
      // two sessions at each time, so that ties are paged through too
      write(turn(100 + i, "s" + i, "u").requestTimeUnixMillis(START_MILLIS + 200 + i / 2).build());
    }
    List<String> all = sessions("").stream().map(SessionTotals::sessionId).toList();
    assertThat(all).hasSize(12).doesNotHaveDuplicates();
    List<String> paged = new ArrayList<>();
    String token = null;
    do {
      SessionPage page =
          store.metrics().sessions(TraceQuery.builder("0").maxResults(5).pageToken(token).build());
      assertThat(page.sessions()).hasSizeBetween(1, 5);
      page.sessions().forEach(session -> paged.add(session.sessionId()));
      token = page.nextPageToken();
    } while (token != null);
    assertThat(paged).isEqualTo(all);
  }

  @Test
  void aTokenOfSomethingElseIsRefused() {
    for (String wrong : List.of("nonsense!", "", "WyJhIl0")) {
      assertError(
          ErrorCode.INVALID_PARAMETER_VALUE,
          () -> store.metrics().sessions(TraceQuery.builder("0").pageToken(wrong).build()));
    }
  }

  @Test
  void onlyTheExperimentsAskedForCount() {
    String other = store.experiments().create("other").experimentId();
    write(turn(1, "s", "u").build());
    write(turn(2, "s", "u").experimentId(other).build());
    assertThat(sessions("").get(0).turns()).isEqualTo(1);
    assertThat(store.metrics().sessions(TraceQuery.builder("0", other).build()).sessions().get(0))
        .satisfies(session -> assertThat(session.turns()).isEqualTo(2));
  }

  @Test
  void usersComeByTheirNumberOfTraces() {
    write(turn(1, "s1", "ann").build());
    write(turn(2, "s2", "bob").state(TraceState.ERROR).build());
    write(turn(3, "s2", "bob").build());
    write(turn(4, "s3", "bob").build());
    write(saidOf(5).metadata(TraceMetadataKey.TRACE_USER, "cid").build());
    write(saidOf(6).build());
    List<UserTotals> users = store.metrics().users(TraceQuery.builder("0").build());
    assertThat(users)
        .containsExactly(
            new UserTotals("bob", 3, 1, 2, START_MILLIS + 4, null, null),
            new UserTotals("ann", 1, 0, 1, START_MILLIS + 1, null, null),
            new UserTotals("cid", 1, 0, 0, START_MILLIS + 5, null, null));
    assertThat(store.metrics().users(TraceQuery.builder("0").maxResults(1).build()))
        .isEqualTo(users.subList(0, 1));
    assertThat(
            store
                .metrics()
                .users(TraceQuery.builder("0").filter(FilterParser.parse("user != 'bob'")).build()))
        .isEqualTo(users.subList(1, 3));
  }
}
