package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Errors.assertError;
import static dev.spanloom.storage.contract.Examples.OTHER_TRACE;
import static dev.spanloom.storage.contract.Examples.TRACE;
import static dev.spanloom.storage.contract.Examples.root;
import static dev.spanloom.storage.contract.Examples.rootOf;
import static dev.spanloom.storage.contract.Examples.traceId;
import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceTagKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tags are set, replaced and removed within MLflow's limits. */
public abstract class TagContract extends StoreContract {
  @BeforeEach
  void writeTrace() {
    write(root(TRACE));
  }

  @Test
  void aTagIsSetAndReplaced() {
    store.tags().set(TRACE, "a", "1");
    store.tags().set(TRACE, "b", "1");
    store.tags().set(TRACE, "a", "2");
    assertThat(readInfo(TRACE).tags()).containsEntry("a", "2").containsEntry("b", "1");
  }

  @Test
  void aTagIsRemovedOnce() {
    store.tags().set(TRACE, "a", "1");
    store.tags().delete(TRACE, "a");
    assertThat(readInfo(TRACE).tags()).doesNotContainKey("a");
    assertError(ErrorCode.RESOURCE_DOES_NOT_EXIST, () -> store.tags().delete(TRACE, "a"))
        .hasMessageContaining("\"a\"")
        .hasMessageContaining(TRACE);
  }

  @Test
  void aValueIsCutAtEightThousandCharacters() {
    store.tags().set(TRACE, "a", "x".repeat(8003));
    assertThat(readInfo(TRACE).tags().get("a")).hasSize(8000);
  }

  @Test
  void aKeyOfTwoHundredAndFiftyCharactersIsTheLongest() {
    store.tags().set(TRACE, "k".repeat(250), "v");
    assertError(
        ErrorCode.INVALID_PARAMETER_VALUE, () -> store.tags().set(TRACE, "k".repeat(251), "v"));
  }

  @Test
  void keysOfOtherCharactersAndDetoursAreRefused() {
    for (String key : List.of("", "a\nb", "a%", "/a", "a/", "a//b", "./a", "..", "a/../b", "é€")) {
      assertError(ErrorCode.INVALID_PARAMETER_VALUE, () -> store.tags().set(TRACE, key, "v"))
          .as(key)
          .hasMessageContaining(key);
    }
    for (String key : List.of("a.b-c_d:e f/g", "schlüssel", "标签")) {
      store.tags().set(TRACE, key, "v");
      assertThat(readInfo(TRACE).tags()).containsEntry(key, "v");
    }
  }

  @Test
  @SuppressWarnings("NullAway") // what a client that sends no key comes to
  void aMissingKeyIsAMissingValue() {
    assertError(ErrorCode.INVALID_PARAMETER_VALUE, () -> store.tags().set(TRACE, null, "v"))
        .hasMessageContaining("Missing value");
  }

  @Test
  void theTagsOfTheStoreCannotBeSet() {
    for (String key :
        List.of(TraceTagKey.ARTIFACT_LOCATION, TraceTagKey.SPANS_LOCATION, TraceTagKey.USER)) {
      assertError(ErrorCode.INVALID_PARAMETER_VALUE, () -> store.tags().set(TRACE, key, "v"));
    }
  }

  @Test
  void aMissingTraceIsAnError() {
    assertError(ErrorCode.RESOURCE_DOES_NOT_EXIST, () -> store.tags().set(OTHER_TRACE, "a", "v"))
        .hasMessageContaining(OTHER_TRACE);
    assertError(ErrorCode.RESOURCE_DOES_NOT_EXIST, () -> store.tags().delete(OTHER_TRACE, "a"));
  }

  @Test
  void tagsOfManyTracesAreSetAndDeletedAtOnce() {
    write(IntStream.rangeClosed(1, 300).mapToObj(i -> rootOf(i).build()).toArray(Span[]::new));
    List<String> ids =
        new ArrayList<>(IntStream.rangeClosed(1, 300).mapToObj(Examples::traceId).toList());
    ids.add(traceId(999));
    ids.add(TRACE);
    assertThat(store.tags().change(ids, Map.of("a", "1", "b", "2"), Set.of())).isEqualTo(300);
    assertThat(found("tag.a = '1' AND tag.b = '2'")).hasSize(300);
    List<String> few = List.of(TRACE, OTHER_TRACE);
    assertThat(store.tags().change(few, Map.of("a", "3"), Set.of("b", "never set"))).isEqualTo(2);
    assertThat(readInfo(TRACE).tags()).containsEntry("a", "3").doesNotContainKey("b");
    assertThat(found("tag.b = '2'")).hasSize(298);
    assertThat(store.tags().change(List.of(), Map.of("a", "3"), Set.of())).isZero();
  }

  @Test
  void aKeyThatCannotBeChangedChangesNoTrace() {
    for (String key : List.of("", "..", TraceTagKey.ARTIFACT_LOCATION)) {
      assertError(
          ErrorCode.INVALID_PARAMETER_VALUE,
          () -> store.tags().change(List.of(TRACE), Map.of("good", "1", key, "v"), Set.of()));
    }
    assertError(
        ErrorCode.INVALID_PARAMETER_VALUE,
        () ->
            store
                .tags()
                .change(List.of(TRACE), Map.of("good", "1"), Set.of(TraceTagKey.SPANS_LOCATION)));
    assertThat(readInfo(TRACE).tags()).doesNotContainKey("good");
    store.tags().change(List.of(TRACE), Map.of("long", "x".repeat(8003)), Set.of());
    assertThat(readInfo(TRACE).tags().get("long")).hasSize(8000);
  }
}
