package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Errors.assertError;
import static dev.spanloom.storage.contract.Examples.OTHER_TRACE;
import static dev.spanloom.storage.contract.Examples.START_MILLIS;
import static dev.spanloom.storage.contract.Examples.TRACE;
import static dev.spanloom.storage.contract.Examples.root;
import static dev.spanloom.storage.contract.Examples.said;
import static dev.spanloom.storage.contract.Examples.traceId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.Experiment;
import dev.spanloom.query.Filter;
import dev.spanloom.storage.ArtifactPath;
import dev.spanloom.storage.ArtifactStore.Content;
import dev.spanloom.storage.ArtifactStore.Entry;
import dev.spanloom.storage.ArtifactUpload;
import dev.spanloom.storage.RetentionPolicy;
import dev.spanloom.storage.RetentionReport;
import dev.spanloom.storage.TraceDeletion.Progress;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Files are kept byte by byte, seen whole or not at all, and go with their trace. */
public abstract class ArtifactContract extends StoreContract {
  private static final int MEBIBYTE = 1 << 20;

  private static ArtifactPath path(String text) {
    return new ArtifactPath(text);
  }

  private static ArtifactPath ofTrace(String traceId, String name) {
    return ArtifactPath.ofTrace(Experiment.DEFAULT_ID, traceId, name);
  }

  private void put(ArtifactPath path, byte[] content) {
    try (ArtifactUpload upload = store.artifacts().upload(path)) {
      upload.write(content, 0, content.length);
      upload.commit();
    }
  }

  private void put(ArtifactPath path, String content) {
    put(path, content.getBytes(StandardCharsets.UTF_8));
  }

  private byte[] bytes(ArtifactPath path) {
    try (InputStream in = store.artifacts().open(path).orElseThrow().stream()) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String text(ArtifactPath path) {
    return new String(bytes(path), StandardCharsets.UTF_8);
  }

  private List<String> names(String folder) {
    return store.artifacts().list(folder.isEmpty() ? null : path(folder), 100).stream()
        .map(entry -> entry.name() + (entry.isFolder() ? "/" : " " + entry.sizeBytes()))
        .toList();
  }

  private String detail(String name) {
    return store.health().stats().details().getOrDefault(name, "none");
  }

  private static byte[] random(int length) {
    byte[] bytes = new byte[length];
    new Random(length).nextBytes(bytes);
    return bytes;
  }

  @Test
  void aFileIsReadAsItWasWritten() {
    ArtifactPath path = path("models/a file ü.txt");
    put(path, "hello");
    Content content = store.artifacts().open(path).orElseThrow();
    assertThat(content.artifact().path()).isEqualTo(path);
    assertThat(content.artifact().sizeBytes()).isEqualTo(5);
    assertThat(content.artifact().createdUnixMillis()).isPositive();
    assertThat(text(path)).isEqualTo("hello");
    assertThat(store.artifacts().open(path("models/other"))).isEmpty();
    assertThat(store.artifacts().open(path("models"))).isEmpty();
  }

  @Test
  void filesOfAnySizeAreKept() {
    for (int size : new int[] {0, 1, MEBIBYTE - 1, MEBIBYTE, MEBIBYTE + 1, 3 * MEBIBYTE + 7}) {
      ArtifactPath path = path("sizes/" + size);
      put(path, random(size));
      assertThat(bytes(path)).as("%s bytes", size).isEqualTo(random(size));
    }
    assertThat(store.health().check()).isEmpty();
  }

  @Test
  void bytesMayComeInSmallPieces() {
    byte[] content = random(2 * MEBIBYTE + 12_345);
    try (ArtifactUpload upload = store.artifacts().upload(path("f"))) {
      for (int i = 0; i < content.length; i += 70_001) {
        upload.write(content, i, Math.min(70_001, content.length - i));
      }
      upload.commit();
    }
    assertThat(bytes(path("f"))).isEqualTo(content);
  }

  @Test
  void nobodySeesAFileThatIsNotWhole() {
    put(path("f"), "old");
    try (ArtifactUpload upload = store.artifacts().upload(path("f"))) {
      byte[] content = random(2 * MEBIBYTE);
      upload.write(content, 0, content.length);
      assertThat(text(path("f"))).isEqualTo("old");
    }
    assertThat(text(path("f"))).isEqualTo("old");
    assertThat(names("")).containsExactly("f 3");
    assertThat(detail("artifacts")).isEqualTo("1");
    assertThat(store.health().check()).isEmpty();
  }

  @Test
  void aFileTakesThePlaceOfTheOneBefore() {
    put(path("f"), random(MEBIBYTE + 1));
    put(path("f"), "new");
    assertThat(text(path("f"))).isEqualTo("new");
    assertThat(detail("artifacts")).isEqualTo("1");
    assertThat(Long.parseLong(detail("artifact_bytes"))).isLessThan(100);
    assertThat(store.health().check()).isEmpty();
  }

  @Test
  void whoReadsAFileThatIsReplacedIsToldSo() throws IOException {
    put(path("f"), random(3 * MEBIBYTE));
    InputStream in = store.artifacts().open(path("f")).orElseThrow().stream();
    byte[] start = in.readNBytes(100);
    assertThat(start).isEqualTo(Arrays.copyOf(random(3 * MEBIBYTE), 100));
    put(path("f"), "other");
    try {
      assertThat(in.readAllBytes()).hasSize(3 * MEBIBYTE - 100); // an engine may keep the old one
    } catch (IOException e) {
      assertThatIOException()
          .isThrownBy(
              () -> {
                throw e;
              })
          .withMessageContaining("f");
    }
  }

  @Test
  void aFolderHasTheNamesInIt() {
    for (String text : List.of("a/b/1", "a/b/2", "a/c", "a/b.txt", "a/d/e/f", "ab", "z")) {
      put(path(text), text);
    }
    assertThat(names("")).containsExactly("a/", "ab 2", "z 1");
    assertThat(names("a")).containsExactly("b.txt 7", "b/", "c 3", "d/");
    assertThat(names("a/b")).containsExactly("1 5", "2 5");
    assertThat(names("a/d")).containsExactly("e/");
    assertThat(names("nowhere")).isEmpty();
    assertThat(names("z")).isEmpty();
    assertThat(store.artifacts().list(path("a"), 2))
        .containsExactly(new Entry("b.txt", 7L), new Entry("b", null));
  }

  @Test
  void namesAreInTheOrderOfTheirCodePoints() {
    for (String name : List.of("\uff5e", "\ud83d\ude00", "\u00fc", "z", "A", "a b", "a")) {
      put(path("o/" + name), "x");
    }
    assertThat(names("o"))
        .containsExactly("A 1", "a 1", "a b 1", "z 1", "\u00fc 1", "\uff5e 1", "\ud83d\ude00 1");
  }

  @Test
  void nothingIsBothAFileAndAFolder() {
    put(path("a/b"), "file");
    assertError(ErrorCode.INVALID_PARAMETER_VALUE, () -> put(path("a/b/c"), "x"));
    assertError(ErrorCode.INVALID_PARAMETER_VALUE, () -> put(path("a"), "x"));
    put(path("a/bc"), "another");
    assertThat(names("a")).containsExactly("b 4", "bc 7");
  }

  @Test
  void filesAndFoldersAreDeleted() {
    IntStream.range(0, 50).forEach(i -> put(path("a/b/" + i), "x"));
    put(path("a/c"), "x");
    put(path("a/bb"), "x");
    assertThat(store.artifacts().delete(path("a/c"))).isEqualTo(1);
    assertThat(store.artifacts().delete(path("a/c"))).isZero();
    assertThat(store.artifacts().delete(path("a/b"))).isEqualTo(50);
    assertThat(names("a")).containsExactly("bb 1");
    assertThat(detail("artifacts")).isEqualTo("1");
    assertThat(store.health().check()).isEmpty();
  }

  @Test
  void filesOfATraceGoWithIt() {
    write(root(TRACE), root(OTHER_TRACE));
    put(ofTrace(TRACE, "one"), random(MEBIBYTE + 5));
    put(ofTrace(TRACE, "folder/two"), "2");
    put(ofTrace(OTHER_TRACE, "one"), "3");
    put(path("elsewhere"), "4");
    store.deletion().deleteByIds(Experiment.DEFAULT_ID, List.of(TRACE));
    assertThat(store.artifacts().open(ofTrace(TRACE, "one"))).isEmpty();
    assertThat(store.artifacts().open(ofTrace(TRACE, "folder/two"))).isEmpty();
    assertThat(text(ofTrace(OTHER_TRACE, "one"))).isEqualTo("3");
    assertThat(text(path("elsewhere"))).isEqualTo("4");
    assertThat(detail("artifacts")).isEqualTo("2");
    assertThat(store.health().check()).isEmpty();
  }

  @Test
  void aTraceThatIsNotThereHasNoFiles() {
    assertError(ErrorCode.RESOURCE_DOES_NOT_EXIST, () -> put(ofTrace(TRACE, "f"), "x"));
    write(root(TRACE));
    try (ArtifactUpload upload = store.artifacts().upload(ofTrace(TRACE, "f"))) {
      byte[] content = random(MEBIBYTE + 1);
      upload.write(content, 0, content.length);
      store.deletion().deleteByIds(Experiment.DEFAULT_ID, List.of(TRACE));
      assertError(ErrorCode.RESOURCE_DOES_NOT_EXIST, upload::commit);
    }
    assertThat(names("")).isEmpty();
    assertThat(store.health().check()).isEmpty();
  }

  @Test
  void retentionByBytesCountsFiles() {
    for (int i = 1; i <= 3; i++) {
      write(said(traceId(i)).requestTimeUnixMillis(START_MILLIS + i).build());
      put(ofTrace(traceId(i), "f"), random(100_000));
    }
    RetentionReport report =
        store
            .deletion()
            .retain(
                new RetentionPolicy(List.of(), null, null, 250_000L, Filter.ALL, false),
                Progress.NONE);
    assertThat(report.traces()).isEqualTo(1);
    assertThat(report.payloadBytes()).isBetween(100_000L, 101_000L);
    assertThat(store.artifacts().open(ofTrace(traceId(1), "f"))).isEmpty();
    assertThat(bytes(ofTrace(traceId(2), "f"))).hasSize(100_000);
  }

  @Test
  void compactingKeepsFiles() {
    put(path("f"), random(MEBIBYTE + 1));
    store.health().compact(Progress.NONE);
    assertThat(bytes(path("f"))).isEqualTo(random(MEBIBYTE + 1));
  }

  @Test
  void manyWriteAtOnce() {
    List<CompletableFuture<Void>> uploads =
        IntStream.range(0, 8)
            .mapToObj(
                i ->
                    CompletableFuture.runAsync(
                        () -> put(path("at once/" + i % 4), random(MEBIBYTE + i % 4))))
            .toList();
    uploads.forEach(CompletableFuture::join);
    assertThat(names("at once")).hasSize(4);
    for (int i = 0; i < 4; i++) {
      assertThat(bytes(path("at once/" + i))).isEqualTo(random(MEBIBYTE + i));
    }
    assertThat(detail("artifacts")).isEqualTo("4");
    assertThat(store.health().check()).isEmpty();
  }
}
