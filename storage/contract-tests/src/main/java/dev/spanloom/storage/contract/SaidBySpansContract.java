package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Errors.assertError;
import static dev.spanloom.storage.contract.Examples.START_MILLIS;
import static dev.spanloom.storage.contract.Examples.TRACE;
import static dev.spanloom.storage.contract.Examples.child;
import static dev.spanloom.storage.contract.Examples.root;
import static dev.spanloom.storage.contract.Examples.said;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.internal.derive.SaidBySpans;
import dev.spanloom.entities.internal.derive.Stalling;
import dev.spanloom.entities.internal.derive.TraceWords;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.storage.WriteBatch;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tags and metadata that spans say, and marks of traces of which nothing comes any more. */
public abstract class SaidBySpansContract extends StoreContract {
  private static final String SESSION = TraceMetadataKey.TRACE_SESSION;
  private static final String EARLY = SaidBySpans.rankOfSpan(false, 1, "a");
  private static final String LATE = SaidBySpans.rankOfSpan(false, 2, "a");

  private void sayings(
      String rank, Map<String, String> metadata, Map<String, String> tags, Span... spans) {
    SaidBySpans said = new SaidBySpans();
    said.add(rank, metadata, tags);
    List<EncodedSpan> encoded = Arrays.stream(spans).map(EncodedSpan::of).toList();
    store
        .writer()
        .write(new WriteBatch(List.of(said.toInfo(TRACE)), encoded, Experiment.DEFAULT_ID));
  }

  @Test
  void theyAreShownAndFoundAndTheFirstInRankCounts() {
    sayings(LATE, Map.of(SESSION, "late"), Map.of("team", "late", "only", "x"), root(TRACE));
    sayings(EARLY, Map.of(SESSION, "early"), Map.of("team", "early"), child(TRACE, 1));
    sayings(LATE, Map.of(SESSION, "late"), Map.of("team", "late", "only", "x"), root(TRACE));

    TraceInfo info = readInfo(TRACE);
    assertThat(info.tags()).containsEntry("team", "early").containsEntry("only", "x");
    assertThat(info.traceMetadata())
        .containsEntry(SESSION, "early")
        .doesNotContainKey(SaidBySpans.KEY);
    assertThat(found("tag.team = 'early' AND tag.only = 'x' AND session_id = 'early'")).hasSize(1);
    assertThat(found("tag.team = 'late'")).isEmpty();
    assertThat(found("metadata.`" + SaidBySpans.KEY + "` IS NOT NULL")).isEmpty();
    assertThat(found("metadata.`" + SESSION + "` = 'early'")).hasSize(1);
  }

  @Test
  void fieldsOfTheTraceAreShownAndFoundWhereTheClientSaysNone() {
    Map<String, String> fields =
        TraceWords.attributes(
            said(TRACE)
                .clientRequestId("r-1")
                .requestPreview("in short")
                .responsePreview("out short")
                .state(TraceState.ERROR)
                .build());
    sayings(EARLY, metadata(fields), Map.of(), root(TRACE));

    TraceInfo info = readInfo(TRACE);
    assertThat(info.clientRequestId()).isEqualTo("r-1");
    assertThat(info.requestPreview()).isEqualTo("in short");
    assertThat(info.responsePreview()).isEqualTo("out short");
    assertThat(info.state()).isEqualTo(TraceState.ERROR);
    assertThat(info.traceMetadata()).doesNotContainKeys(fields.keySet().toArray(String[]::new));
    assertThat(found("client_request_id = 'r-1' AND status = 'ERROR'")).hasSize(1);

    write(said(TRACE).clientRequestId("r-2").state(TraceState.OK).build());
    assertThat(readInfo(TRACE).clientRequestId()).isEqualTo("r-2");
    assertThat(found("client_request_id = 'r-2' AND status = 'OK'")).hasSize(1);
    assertThat(found("client_request_id = 'r-1'")).isEmpty();
  }

  private static Map<String, String> metadata(Map<String, String> attributes) {
    Map<String, String> metadata = new LinkedHashMap<>();
    attributes.forEach(
        (attribute, value) -> {
          String key = TraceWords.metadataKey(attribute);
          if (key != null) {
            metadata.put(key, value);
          }
        });
    return metadata;
  }

  @Test
  void aClientsWordsGoBeforeThemWheneverTheyCome() {
    write(said(TRACE).tag("first", "client").build());
    sayings(EARLY, Map.of(SESSION, "span"), Map.of("first", "s", "then", "s"), root(TRACE));
    write(said(TRACE).tag("then", "client").metadata(SESSION, "client").build());

    TraceInfo info = readInfo(TRACE);
    assertThat(info.tags()).containsEntry("first", "client").containsEntry("then", "client");
    assertThat(info.traceMetadata()).containsEntry(SESSION, "client");
    assertThat(found("tag.then = 's' OR tag.first = 's' OR session_id = 'span'")).isEmpty();
    assertThat(found("tag.then = 'client' AND session_id = 'client'")).hasSize(1);
  }

  @Test
  void aTagThatIsDeletedStaysAwayThoughSpansSayItAgain() {
    sayings(EARLY, Map.of(), Map.of("team", "x"), root(TRACE));
    store.tags().delete(TRACE, "team");
    sayings(EARLY, Map.of(), Map.of("team", "x"), root(TRACE));

    assertThat(readInfo(TRACE).tags()).doesNotContainKey("team");
    assertThat(found("tag.team = 'x'")).isEmpty();
    assertError(ErrorCode.RESOURCE_DOES_NOT_EXIST, () -> store.tags().delete(TRACE, "team"));

    store.tags().set(TRACE, "team", "mine");
    assertThat(readInfo(TRACE).tags()).containsEntry("team", "mine");
  }

  @Test
  void withoutASpanTheyMakeNoTrace() {
    sayings(EARLY, Map.of(), Map.of("team", "x"));

    assertThat(store.reader().info(TRACE)).isEmpty();
  }

  private static String sinceEnd() {
    return Stalling.since(START_MILLIS + 1_000_000);
  }

  @Test
  void aMarkedTraceIsAnErrorUntilASpanComes() {
    write(child(TRACE, 1));
    assertThat(readInfo(TRACE).state()).isEqualTo(TraceState.IN_PROGRESS);

    store.tags().set(TRACE, Stalling.TAG, sinceEnd());
    assertThat(readInfo(TRACE).state()).isEqualTo(TraceState.ERROR);
    assertThat(readInfo(TRACE).tags()).containsKey(Stalling.TAG);
    assertThat(readInfo(TRACE).executionDurationMillis()).isNotNull();
    assertThat(found("status = 'ERROR' AND tag.`" + Stalling.TAG + "` IS NOT NULL")).hasSize(1);

    write(child(TRACE, 2));
    assertThat(readInfo(TRACE).state()).isEqualTo(TraceState.IN_PROGRESS);
    assertThat(readInfo(TRACE).tags()).doesNotContainKey(Stalling.TAG);
    assertThat(found("status = 'IN_PROGRESS'")).hasSize(1);

    store.tags().set(TRACE, Stalling.TAG, sinceEnd());
    write(root(TRACE));
    assertThat(readInfo(TRACE).state()).isEqualTo(TraceState.OK);
    assertThat(found("status = 'OK' AND tag.`" + Stalling.TAG + "` IS NULL")).hasSize(1);
  }

  @Test
  void aMarkThatComesBehindASpanOrARootChangesNothing() {
    write(child(TRACE, 1));
    store.tags().set(TRACE, Stalling.TAG, Stalling.since(START_MILLIS - 1));
    assertThat(readInfo(TRACE).state()).isEqualTo(TraceState.IN_PROGRESS);

    write(root(TRACE));
    store.tags().set(TRACE, Stalling.TAG, sinceEnd());
    assertThat(readInfo(TRACE).state()).isEqualTo(TraceState.OK);
    assertThat(readInfo(TRACE).tags()).doesNotContainKey(Stalling.TAG);
  }

  @Test
  void aTraceThatWasOnlyStartedCanBeMarkedToo() {
    write(said(TRACE).state(TraceState.IN_PROGRESS).build());
    store.tags().set(TRACE, Stalling.TAG, sinceEnd());
    assertThat(readInfo(TRACE).state()).isEqualTo(TraceState.ERROR);
    assertThat(found("status = 'ERROR'")).hasSize(1);

    write(said(TRACE).state(TraceState.OK).build());
    assertThat(readInfo(TRACE).state()).isEqualTo(TraceState.OK);
    assertThat(readInfo(TRACE).tags()).doesNotContainKey(Stalling.TAG);
  }

  @Test
  void whatIsShownOfThemIsSaidAgainByAnImport() {
    sayings(EARLY, Map.of(SESSION, "s"), Map.of("team", "x"), child(TRACE, 1));
    store.tags().set(TRACE, Stalling.TAG, sinceEnd());
    TraceInfo exported = readInfo(TRACE);

    store.deletion().deleteByIds(Experiment.DEFAULT_ID, List.of(TRACE));
    write(exported);
    write(child(TRACE, 1));

    assertThat(readInfo(TRACE).state()).isEqualTo(TraceState.ERROR);
    assertThat(readInfo(TRACE).tags())
        .containsEntry("team", "x")
        .containsEntry(Stalling.TAG, sinceEnd());
    assertThat(readInfo(TRACE).traceMetadata()).containsEntry(SESSION, "s");
  }

  @Test
  void thatSpansAreMissingShowsInTheSizes() {
    String counted = "{\"total_size_bytes\": 900, \"num_spans\": 3}";
    write(said(TRACE).state(TraceState.OK).metadata(TraceMetadataKey.SIZE_STATS, counted).build());
    write(root(TRACE), child(TRACE, 1));
    assertThat(readInfo(TRACE).traceMetadata()).containsEntry(TraceMetadataKey.SIZE_STATS, counted);

    write(child(TRACE, 2));
    assertThat(readInfo(TRACE).traceMetadata().get(TraceMetadataKey.SIZE_STATS))
        .contains("\"num_spans\": 3")
        .isNotEqualTo(counted);
  }
}
