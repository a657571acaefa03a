package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Errors.assertError;
import static dev.spanloom.storage.contract.Examples.START_MILLIS;
import static dev.spanloom.storage.contract.Examples.root;
import static dev.spanloom.storage.contract.Examples.said;
import static dev.spanloom.storage.contract.Examples.span;
import static dev.spanloom.storage.contract.Examples.traceId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.storage.TraceQuery;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Searches find what the infos show. */
public abstract class TraceSearchContract extends StoreContract {
  private List<String> found(TraceQuery.Builder query) {
    return store.search().search(query.build()).infos().stream().map(TraceInfo::traceId).toList();
  }

  private static TraceInfo.Builder at(int trace, long millisAfterStart) {
    return said(traceId(trace)).requestTimeUnixMillis(START_MILLIS + millisAfterStart);
  }

  @Test
  void anEmptyStoreFindsNothing() {
    assertThat(found(TraceQuery.builder("0"))).isEmpty();
  }

  @Test
  void newestComeFirst() {
    write(at(1, 10).build());
    write(at(2, 30).build());
    write(at(3, 20).build());
    assertThat(found(TraceQuery.builder("0"))).containsExactly(traceId(2), traceId(3), traceId(1));
  }

  @Test
  void oldestFirstIsTheOtherWay() {
    write(at(1, 10).build());
    write(at(2, 30).build());
    write(at(3, 20).build());
    assertThat(found(TraceQuery.builder("0").oldestFirst(true)))
        .containsExactly(traceId(1), traceId(3), traceId(2));
  }

  @Test
  void tracesOfTheSameTimeComeByIdInEitherDirectionOfTheOrder() {
    write(at(3, 0).build());
    write(at(1, 0).build());
    write(at(2, 0).build());
    assertThat(found(TraceQuery.builder("0"))).containsExactly(traceId(1), traceId(2), traceId(3));
    assertThat(found(TraceQuery.builder("0").oldestFirst(true)))
        .containsExactly(traceId(1), traceId(2), traceId(3));
  }

  @Test
  void onlyTheExperimentsAskedForAreSearched() {
    String a = store.experiments().create("a").experimentId();
    String b = store.experiments().create("b").experimentId();
    write(at(1, 1).build());
    write(at(2, 2).experimentId(a).build());
    write(at(3, 3).experimentId(b).build());
    assertThat(found(TraceQuery.builder(a))).containsExactly(traceId(2));
    assertThat(found(TraceQuery.builder("0", b))).containsExactly(traceId(3), traceId(1));
    assertThat(found(TraceQuery.builder("none"))).isEmpty();
    assertThat(found(TraceQuery.builder("00"))).isEmpty();
  }

  @Test
  void bothEndsOfATimeRangeBelongToIt() {
    write(at(1, 0).build());
    write(at(2, 1).build());
    write(at(3, 2).build());
    write(at(4, 3).build());
    assertThat(
            found(
                TraceQuery.builder("0")
                    .minTimeUnixMillis(START_MILLIS + 1)
                    .maxTimeUnixMillis(START_MILLIS + 2)))
        .containsExactly(traceId(3), traceId(2));
  }

  @Test
  void statesAreThoseThatTheInfosShow() {
    write(at(1, 1).state(TraceState.ERROR).build());
    write(root(traceId(2)));
    write(span(traceId(3), 1).parentId("00000000000000aa").build());
    assertThat(found(TraceQuery.builder("0").states(List.of(TraceState.ERROR))))
        .containsExactly(traceId(1));
    assertThat(found(TraceQuery.builder("0").states(List.of(TraceState.OK))))
        .containsExactly(traceId(2));
    assertThat(
            found(
                TraceQuery.builder("0").states(List.of(TraceState.IN_PROGRESS, TraceState.ERROR))))
        .containsExactlyInAnyOrder(traceId(1), traceId(3));
  }

  @Test
  void namesAreThoseOfTheRootOrWhatWasSaid() {
    write(root(traceId(1)));
    write(at(2, 0).tag(TraceTagKey.TRACE_NAME, "said").build());
    assertThat(found(TraceQuery.builder("0").name("root"))).containsExactly(traceId(1));
    assertThat(found(TraceQuery.builder("0").name("said"))).containsExactly(traceId(2));
    assertThat(found(TraceQuery.builder("0").tags(Map.of(TraceTagKey.TRACE_NAME, "root"))))
        .containsExactly(traceId(1));
  }

  @Test
  void aNameSetOrRemovedByHandIsFound() {
    write(root(traceId(1)));
    store.tags().set(traceId(1), TraceTagKey.TRACE_NAME, "renamed");
    assertThat(found(TraceQuery.builder("0").name("renamed"))).containsExactly(traceId(1));
    store.tags().delete(traceId(1), TraceTagKey.TRACE_NAME);
    assertThat(found(TraceQuery.builder("0").name("root"))).containsExactly(traceId(1));
  }

  @Test
  void tagsAndMetadataMustBeEqualAndAllOfThemHold() {
    write(at(1, 1).tag("env", "prod").metadata("v", "1").build());
    write(at(2, 2).tag("env", "prod").metadata("v", "2").build());
    write(at(3, 3).tag("env", "production").metadata("v", "1").build());
    assertThat(found(TraceQuery.builder("0").tags(Map.of("env", "prod"))))
        .containsExactly(traceId(2), traceId(1));
    assertThat(
            found(TraceQuery.builder("0").tags(Map.of("env", "prod")).metadata(Map.of("v", "1"))))
        .containsExactly(traceId(1));
  }

  @Test
  void theTagsOfTheStoreAreFoundToo() {
    write(root(traceId(1)));
    write(root(traceId(2)));
    assertThat(
            found(
                TraceQuery.builder("0").tags(Map.of(TraceTagKey.SPANS_LOCATION, "TRACKING_STORE"))))
        .hasSize(2);
    assertThat(found(TraceQuery.builder("0").tags(Map.of(TraceTagKey.SPANS_LOCATION, "ELSEWHERE"))))
        .isEmpty();
    assertThat(
            found(
                TraceQuery.builder("0")
                    .tags(
                        Map.of(
                            TraceTagKey.ARTIFACT_LOCATION,
                            "mlflow-artifacts:/0/traces/" + traceId(2) + "/artifacts"))))
        .containsExactly(traceId(2));
  }

  @Test
  void aRunningTraceIsFoundByWhatItShows() {
    write(span(traceId(1), 0).name("running").endTimeUnixNanos(0).build());
    assertThat(found(TraceQuery.builder("0").name("running"))).containsExactly(traceId(1));
    assertThat(found(TraceQuery.builder("0").states(List.of(TraceState.IN_PROGRESS))))
        .containsExactly(traceId(1));
  }

  @Test
  void sessionAndUserAreFound() {
    write(
        at(1, 1)
            .metadata(TraceMetadataKey.TRACE_SESSION, "s")
            .metadata(TraceMetadataKey.TRACE_USER, "u")
            .build());
    write(at(2, 2).metadata(TraceMetadataKey.TRACE_SESSION, "s").build());
    assertThat(found(TraceQuery.builder("0").metadata(Map.of(TraceMetadataKey.TRACE_SESSION, "s"))))
        .hasSize(2);
    assertThat(
            found(
                TraceQuery.builder("0")
                    .metadata(
                        Map.of(
                            TraceMetadataKey.TRACE_SESSION,
                            "s",
                            TraceMetadataKey.TRACE_USER,
                            "u"))))
        .containsExactly(traceId(1));
  }

  @Test
  void theClientRequestIdIsFound() {
    write(at(1, 1).clientRequestId("req' OR 1=1 --").build());
    write(at(2, 2).clientRequestId("req").build());
    assertThat(found(TraceQuery.builder("0").clientRequestId("req' OR 1=1 --")))
        .containsExactly(traceId(1));
  }

  @Test
  void whatIsFoundIsWhatIsRead() {
    write(
        at(1, 0)
            .tag("env", "prod")
            .assessments(List.of(Feedback.builder("ok").value(1).build()))
            .build());
    write(root(traceId(1)));
    write(root(traceId(2)));
    assertThat(store.search().search(TraceQuery.builder("0").build()).infos())
        .containsExactly(readInfo(traceId(1)), readInfo(traceId(2)));
  }

  @Test
  void theLimitsOfAPageAreOneAndFiftyThousand() {
    for (int wrong : new int[] {-1, 0, 50_001}) {
      assertError(
          ErrorCode.INVALID_PARAMETER_VALUE,
          () -> TraceQuery.builder("0").maxResults(wrong).build());
    }
    assertThat(found(TraceQuery.builder("0").maxResults(50_000))).isEmpty();
  }
}
