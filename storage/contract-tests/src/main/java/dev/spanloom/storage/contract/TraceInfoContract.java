package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Examples.OTHER_TRACE;
import static dev.spanloom.storage.contract.Examples.START_MILLIS;
import static dev.spanloom.storage.contract.Examples.TRACE;
import static dev.spanloom.storage.contract.Examples.root;
import static dev.spanloom.storage.contract.Examples.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.AssessmentSource;
import dev.spanloom.entities.Expectation;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceLocation;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.TraceTagKey;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.WriteResult;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a client says of a trace is kept as said, and joined with what was said before. */
public abstract class TraceInfoContract extends StoreContract {
  @Test
  void anInfoAloneIsATrace() {
    TraceInfo said =
        said(TRACE)
            .clientRequestId("req-1")
            .requestPreview("in")
            .responsePreview("out")
            .metadata("mlflow.trace.session", "s")
            .tag("env", "prod")
            .build();
    write(said);
    assertThat(readInfo(TRACE))
        .isEqualTo(
            said.toBuilder()
                .tag(TraceTagKey.SPANS_LOCATION, TraceTagKey.TRACKING_STORE)
                .tag(
                    TraceTagKey.ARTIFACT_LOCATION,
                    "mlflow-artifacts:/0/traces/" + TRACE + "/artifacts")
                .build());
    assertThat(readTrace(TRACE).data().spans()).isEmpty();
  }

  @Test
  void aTraceKnownBySpansHasTheTagsOfTheStore() {
    write(root(TRACE));
    assertThat(readInfo(TRACE).tags())
        .containsEntry(TraceTagKey.SPANS_LOCATION, "TRACKING_STORE")
        .containsEntry(
            TraceTagKey.ARTIFACT_LOCATION, "mlflow-artifacts:/0/traces/" + TRACE + "/artifacts");
  }

  @Test
  void aLaterInfoReplacesWhatItSaysAndLeavesTheRest() {
    write(said(TRACE).tag("a", "1").tag("b", "1").metadata("m", "1").requestPreview("in").build());
    write(said(TRACE).tag("b", "2").metadata("n", "2").responsePreview("out").build());
    TraceInfo read = readInfo(TRACE);
    assertThat(read.tags()).containsEntry("a", "1").containsEntry("b", "2");
    assertThat(read.traceMetadata()).containsEntry("m", "1").containsEntry("n", "2");
    assertThat(read.requestPreview()).isEqualTo("in");
    assertThat(read.responsePreview()).isEqualTo("out");
  }

  @Test
  void aFinishedTraceIsNotReopened() {
    write(said(TRACE).state(TraceState.ERROR).build());
    write(said(TRACE).state(TraceState.IN_PROGRESS).build());
    assertThat(readInfo(TRACE).state()).isEqualTo(TraceState.ERROR);
  }

  @Test
  void whatAClientSaidWinsOverTheRootSpan() {
    write(
        said(TRACE)
            .state(TraceState.ERROR)
            .requestPreview("said")
            .tag("mlflow.traceName", "mine")
            .build());
    write(root(TRACE));
    assertThat(readInfo(TRACE).state()).isEqualTo(TraceState.ERROR);
    assertThat(readInfo(TRACE).requestPreview()).isEqualTo("said");
    assertThat(readInfo(TRACE).name()).isEqualTo("mine");
  }

  @Test
  void anInfoThatComesAfterTheSpansPutsTheTraceIntoItsExperiment() {
    String other = store.experiments().create("other").experimentId();
    write(root(TRACE));
    write(said(TRACE).experimentId(other).build());
    assertThat(readInfo(TRACE).experimentId()).isEqualTo(other);
    assertThat(readInfo(TRACE).tags().get(TraceTagKey.ARTIFACT_LOCATION))
        .startsWith("mlflow-artifacts:/" + other + "/");
  }

  @Test
  void anInfoWithoutExperimentGoesToThatOfTheBatch() {
    String other = store.experiments().create("other").experimentId();
    TraceInfo lost = said(TRACE).traceLocation(TraceLocation.unspecified()).build();
    store.writer().write(new WriteBatch(List.of(lost), List.of(), other));
    assertThat(readInfo(TRACE).experimentId()).isEqualTo(other);
  }

  @Test
  void anInfoOfAnExperimentIdThatIsNoNumberIsRejected() {
    WriteResult result = write(said(TRACE).experimentId("shop").build());
    assertThat(result.rejectedInfos().get(0).reason()).contains("shop");
    assertThat(store.reader().info(TRACE)).isEmpty();
  }

  @Test
  void longTagsAndMetadataAreCutAtEightThousandCharacters() {
    String long_ = "x".repeat(8003);
    write(said(TRACE).tag("t", long_).metadata("m", long_).build());
    assertThat(readInfo(TRACE).tags().get("t")).hasSize(8000);
    assertThat(readInfo(TRACE).traceMetadata().get("m")).hasSize(8000);
  }

  @Test
  void anInfoWithAKeyThatNoStoreTakesIsRejectedAndTheRestOfTheBatchStored() {
    List<TraceInfo> infos =
        List.of(
            said(TRACE).tag("k".repeat(251), "v").build(),
            said(TRACE).metadata("k".repeat(251), "v").build(),
            said(OTHER_TRACE).build());
    List<EncodedSpan> spans = List.of(EncodedSpan.of(root(OTHER_TRACE)));
    WriteResult result = store.writer().write(new WriteBatch(infos, spans, "0"));
    assertThat(result.rejectedInfos()).extracting("index").containsExactly(0, 1);
    assertThat(result.rejectedInfos().get(0).reason()).contains("250");
    assertThat(store.reader().info(TRACE)).isEmpty();
    assertThat(readTrace(OTHER_TRACE).data().spans()).hasSize(1);
  }

  @Test
  void assessmentsInAnInfoAreStoredAndGivenIds() {
    write(
        said(TRACE)
            .assessments(
                List.of(
                    Feedback.builder("ok")
                        .value(true)
                        .source(AssessmentSource.human("bob"))
                        .build(),
                    Expectation.builder("answer").value(42).build()))
            .build());
    assertThat(readInfo(TRACE).assessments())
        .extracting(Assessment::name)
        .containsExactly("ok", "answer");
    assertThat(readInfo(TRACE).assessments())
        .allSatisfy(
            assessment -> {
              String id = String.valueOf(assessment.assessmentId());
              assertThat(id).startsWith("a-");
              assertThat(assessment.traceId()).isEqualTo(TRACE);
              assertThat(store.assessments().get(TRACE, id)).isEqualTo(assessment);
            });
  }

  @Test
  void assessmentsWithoutIdInARepeatedInfoAreNotDoubled() {
    TraceInfo info =
        said(TRACE).assessments(List.of(Feedback.builder("ok").value(true).build())).build();
    write(info);
    write(info);
    assertThat(readInfo(TRACE).assessments()).hasSize(1);
  }

  @Test
  void aNegativeTimeOrDurationIsTakenAsZero() {
    write(said(TRACE).requestTimeUnixMillis(-5).executionDurationMillis(-5L).build());
    assertThat(readInfo(TRACE).requestTimeUnixMillis()).isZero();
    assertThat(readInfo(TRACE).executionDurationMillis()).isZero();
  }

  @Test
  void theEarlierRequestTimeStays() {
    write(said(TRACE).build());
    write(said(TRACE).requestTimeUnixMillis(START_MILLIS + 5).build());
    assertThat(readInfo(TRACE).requestTimeUnixMillis()).isEqualTo(START_MILLIS);
  }
}
