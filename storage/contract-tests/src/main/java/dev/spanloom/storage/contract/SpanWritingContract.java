package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Errors.assertError;
import static dev.spanloom.storage.contract.Examples.OTHER_TRACE;
import static dev.spanloom.storage.contract.Examples.TRACE;
import static dev.spanloom.storage.contract.Examples.child;
import static dev.spanloom.storage.contract.Examples.root;
import static dev.spanloom.storage.contract.Examples.said;
import static dev.spanloom.storage.contract.Examples.span;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.OtelResource;
import dev.spanloom.entities.OtelScope;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.WriteResult;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Spans are kept without loss, once each, whatever the order in which they come. */
public abstract class SpanWritingContract extends StoreContract {
  @Test
  void aSpanIsReadAsItWasWritten() {
    Span written =
        span(TRACE, 0)
            .attribute("text", AttributeValue.of("7"))
            .attribute("number", AttributeValue.of(7))
            .resource(new OtelResource(Map.of("service.name", "shop"), "schema", 0))
            .scope(new OtelScope("library", "1.2", Map.of(), "", 0))
            .build();
    write(written);
    assertThat(readTrace(TRACE).data().spans()).containsExactly(written);
  }

  @Test
  void anyOrderOfSpansAndInfosGivesTheSameTrace() {
    TraceInfo info = said(TRACE).tag("env", "prod").metadata("k", "v").build();
    List<WriteBatch> batches = new ArrayList<>();
    batches.add(Examples.batch(info));
    batches.add(Examples.batch(root(TRACE)));
    IntStream.range(1, 8).forEach(i -> batches.add(Examples.batch(child(TRACE, i))));
    batches.forEach(store.writer()::write);
    Trace expected = readTrace(TRACE);
    for (int seed = 0; seed < 5; seed++) {
      store.deletion().deleteByIds(Experiment.DEFAULT_ID, List.of(TRACE));
      Collections.shuffle(batches, new Random(seed));
      batches.forEach(store.writer()::write);
      assertThat(readTrace(TRACE)).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  void writingEverythingTwiceChangesNothing() {
    WriteBatch batch =
        new WriteBatch(
            List.of(said(TRACE).tag("env", "prod").build()),
            List.of(EncodedSpan.of(root(TRACE)), EncodedSpan.of(child(TRACE, 1))),
            Experiment.DEFAULT_ID);
    store.writer().write(batch);
    Trace once = readTrace(TRACE);
    store.writer().write(batch);
    assertThat(readTrace(TRACE)).isEqualTo(once);
  }

  @Test
  void aSpanSentAgainReplacesTheEarlierVersion() {
    write(root(TRACE), child(TRACE, 1));
    Span later = span(TRACE, 1).parentId(Examples.spanId(0)).outputs("better").build();
    write(later);
    assertThat(readTrace(TRACE).data().spans()).containsExactly(root(TRACE), later);
  }

  @Test
  void ofASpanTwiceInOneBatchTheLastStays() {
    Span later = span(TRACE, 0).name("later").build();
    write(root(TRACE), later);
    assertThat(readTrace(TRACE).data().spans()).containsExactly(later);
  }

  @Test
  void theSameSpanIdInTwoTracesIsTwoSpans() {
    write(root(TRACE), root(OTHER_TRACE));
    assertThat(readTrace(TRACE).data().spans()).containsExactly(root(TRACE));
    assertThat(readTrace(OTHER_TRACE).data().spans()).containsExactly(root(OTHER_TRACE));
  }

  @Test
  void spansThatCannotBeDecodedAreRejectedAndTheOthersStored() {
    EncodedSpan broken =
        new EncodedSpan(
            "no span at all".getBytes(StandardCharsets.UTF_8), new byte[0], "", new byte[0], "");
    WriteResult result =
        store
            .writer()
            .write(
                new WriteBatch(
                    List.of(),
                    List.of(broken, EncodedSpan.of(root(TRACE))),
                    Experiment.DEFAULT_ID));
    assertThat(readTrace(TRACE).data().spans()).hasSize(1);
    assertThat(result.rejected()).hasSize(1);
    assertThat(result.rejected().get(0).index()).isZero();
    assertThat(result.rejected().get(0).reason()).isNotBlank();
  }

  @Test
  void whatWasBegunIsStoredOnceItsOutcomeIsThere() {
    EncodedSpan broken =
        new EncodedSpan(
            "no span at all".getBytes(StandardCharsets.UTF_8), new byte[0], "", new byte[0], "");
    List<CompletableFuture<WriteResult>> begun = new ArrayList<>();
    for (String traceId : List.of(TRACE, OTHER_TRACE)) {
      begun.add(
          store
              .writer()
              .begin(
                  new WriteBatch(
                      List.of(),
                      List.of(broken, EncodedSpan.of(root(traceId))),
                      Experiment.DEFAULT_ID)));
    }
    for (CompletableFuture<WriteResult> outcome : begun) {
      WriteResult result = outcome.orTimeout(1, TimeUnit.MINUTES).join();
      assertThat(result.rejected()).hasSize(1);
      assertThat(result.rejected().get(0).index()).isZero();
    }
    assertThat(readTrace(TRACE).data().spans()).containsExactly(root(TRACE));
    assertThat(readTrace(OTHER_TRACE).data().spans()).containsExactly(root(OTHER_TRACE));
  }

  @Test
  void aSpanWithABrokenResourceIsRejectedAlone() {
    byte[] nonsense = {(byte) 0xff, (byte) 0xff};
    EncodedSpan broken = new EncodedSpan(root(TRACE).toOtlp(), nonsense, "", new byte[0], "");
    WriteResult result =
        store
            .writer()
            .write(
                new WriteBatch(
                    List.of(),
                    List.of(broken, EncodedSpan.of(root(OTHER_TRACE))),
                    Experiment.DEFAULT_ID));
    assertThat(result.rejected()).hasSize(1);
    assertThat(store.reader().trace(TRACE)).isEmpty();
    assertThat(store.reader().trace(OTHER_TRACE)).isPresent();
  }

  @Test
  void anEmptyBatchIsNothing() {
    assertThat(write()).isEqualTo(WriteResult.ALL_TAKEN);
  }

  @Test
  void anExperimentIdThatIsNoNumberIsRefused() {
    List<EncodedSpan> spans = List.of(EncodedSpan.of(root(TRACE)));
    assertError(
        ErrorCode.INVALID_PARAMETER_VALUE,
        () -> store.writer().write(new WriteBatch(List.of(), spans, "shop")));
    assertThat(store.reader().info(TRACE)).isEmpty();
  }

  @Test
  void aSpanWithABrokenAttributeIsRejectedAlone() {
    byte[] good = root(TRACE).toOtlp();
    byte[] brokenAttribute = {(9 << 3) | 2, 6, 10, 1, 'k', 18, 1, (byte) 0xff};
    byte[] bytes = Arrays.copyOf(good, good.length + brokenAttribute.length);
    System.arraycopy(brokenAttribute, 0, bytes, good.length, brokenAttribute.length);
    EncodedSpan broken = new EncodedSpan(bytes, new byte[0], "", new byte[0], "");
    WriteResult result =
        store
            .writer()
            .write(
                new WriteBatch(
                    List.of(),
                    List.of(broken, EncodedSpan.of(root(OTHER_TRACE))),
                    Experiment.DEFAULT_ID));
    assertThat(result.rejected()).hasSize(1);
    assertThat(store.reader().trace(TRACE)).isEmpty();
    assertThat(store.reader().trace(OTHER_TRACE)).isPresent();
  }

  @Test
  void aTraceKeepsItsExperimentWhenLaterSpansNameAnother() {
    write(child(TRACE, 1));
    String other = store.experiments().create("other").experimentId();
    store.writer().write(new WriteBatch(List.of(), List.of(EncodedSpan.of(root(TRACE))), other));
    assertThat(readInfo(TRACE).experimentId()).isEqualTo(Experiment.DEFAULT_ID);
  }

  @Test
  void aTraceOfFiveThousandSpansIsKeptWhole() {
    Span[] spans =
        IntStream.range(0, 5000)
            .mapToObj(i -> i == 0 ? root(TRACE) : child(TRACE, i))
            .toArray(Span[]::new);
    write(spans);
    assertThat(readTrace(TRACE).data().spans()).containsExactly(spans);
  }

  @Test
  void aValueOfFiveMegabytesIsKeptWhole() {
    Span large = span(TRACE, 0).outputs("0123456789".repeat(500_000)).build();
    write(large);
    assertThat(readTrace(TRACE).data().spans()).containsExactly(large);
  }

  @Test
  void unicodeIsKept() {
    String text = "Grüße 你好 🚀 \u0000 \u2028 \"quoted\" \\ \n";
    Span span = span(TRACE, 0).name(text).inputs(Map.of(text, text)).build();
    write(span);
    write(said(TRACE).tag("schlüssel", text).clientRequestId(text).build());
    assertThat(readTrace(TRACE).data().spans()).containsExactly(span);
    assertThat(readInfo(TRACE).tags()).containsEntry("schlüssel", text);
    assertThat(readInfo(TRACE).clientRequestId()).isEqualTo(text);
  }

  @Test
  void closingTwiceIsAllowed() {
    store.close();
    store.close();
  }
}
