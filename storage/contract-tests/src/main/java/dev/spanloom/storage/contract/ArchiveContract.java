package dev.spanloom.storage.contract;

import static dev.spanloom.storage.contract.Examples.childOf;
import static dev.spanloom.storage.contract.Examples.rootOf;
import static dev.spanloom.storage.contract.Examples.saidOf;
import static dev.spanloom.storage.contract.Examples.spanId;
import static dev.spanloom.storage.contract.Examples.traceId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.Feedback;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.query.FilterParser;
import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.StoreHealth;
import dev.spanloom.storage.TraceArchive.ArchiveReport;
import dev.spanloom.storage.TraceDeletion.Progress;
import dev.spanloom.storage.TraceQuery;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Payloads move into files and back; only text is not found meanwhile. */
public abstract class ArchiveContract extends StoreContract {
  @TempDir Path archives;

  private static TraceQuery query(String filter) {
    return TraceQuery.builder("0").filter(FilterParser.parse(filter)).maxResults(1).build();
  }

  private ArchiveReport archive(String filter) {
    return store.archive().archive(query(filter), archives.resolve("made"), Progress.NONE);
  }

  private ArchiveReport restore(String filter) {
    return store.archive().restore(query(filter), Progress.NONE);
  }

  private void writeThree() {
    for (int i = 1; i <= 3; i++) {
      write(saidOf(i).tag("t", "v" + i).build());
      write(
          rootOf(i).outputs("payload " + i + " " + "x".repeat(2000)).build(),
          childOf(i, 1).attribute("n", AttributeValue.of(i)).spanType("TOOL").build());
    }
  }

  @Test
  void anArchivedTraceIsReadAsBefore() {
    writeThree();
    List<Trace> before = store.reader().traces(List.of(traceId(1), traceId(2), traceId(3)));
    ArchiveReport report = archive("tag.t != 'v2'");
    assertThat(report.traces()).isEqualTo(2);
    assertThat(report.payloadBytes()).isPositive();
    assertThat(report.files()).hasSize(1).allSatisfy(file -> assertThat(file).isNotEmptyFile());
    assertThat(store.reader().traces(List.of(traceId(1), traceId(2), traceId(3))))
        .isEqualTo(before);
    for (Trace trace : before) {
      String id = trace.info().traceId();
      assertThat(readInfo(id)).isEqualTo(trace.info());
      assertThat(store.reader().span(id, spanId(1))).contains(trace.data().spans().get(1));
      assertThat(store.reader().spans(id, 0, 10)).isEqualTo(trace.data().spans());
      assertThat(store.reader().skeleton(id, 0, 10)).hasSize(2);
    }
  }

  @Test
  void anArchivedTraceIsFoundByEverythingButText() {
    writeThree();
    archive("tag.t = 'v1'");
    assertThat(found("")).containsExactly(3, 2, 1);
    assertThat(found("tag.t = 'v1' AND span.type = 'TOOL' AND name = 'span 0'")).containsExactly(1);
    assertThat(found("span(type = 'TOOL' AND attributes.n <= 2)")).containsExactly(2, 1);
    assertThat(found("span.attributes.mlflow.spanOutputs LIKE 'payload%'"))
        .containsExactly(3, 2, 1);
    assertThat(found("span_count = 2 AND span.duration_ms > 5")).containsExactly(3, 2, 1);
    assertThat(found("trace.text LIKE '%payload%'")).containsExactly(3, 2);
    assertThat(found("span.content LIKE '%payload 1%'")).isEmpty();
    assertThat(found("span(content LIKE '%x%' AND status = 'OK')")).containsExactly(3, 2);
    assertThat(found("NOT trace.text LIKE '%payload%'")).containsExactly(1);
    assertThat(found("", List.of("span_count", "tag.t"), "0")).containsExactly(1, 2, 3);
  }

  @Test
  void payloadsLeaveTheStoreAndComeBack() {
    writeThree();
    long before = store.health().stats().payloadBytes();
    ArchiveReport out = archive("");
    assertThat(store.health().stats().payloadBytes()).isZero();
    assertThat(store.health().stats().traces()).isEqualTo(3);
    assertThat(store.health().stats().spans()).isEqualTo(6);
    ArchiveReport back = restore("");
    assertThat(back.traces()).isEqualTo(3);
    assertThat(back.files()).isEqualTo(out.files());
    assertThat(store.health().stats().payloadBytes()).isEqualTo(before);
    assertThat(found("trace.text LIKE '%payload%'")).containsExactly(3, 2, 1);
    assertThat(out.files().get(0)).exists();
    assertThat(restore("").traces()).isZero();
  }

  @Test
  void restoredTracesNeedTheirFileNoMore() throws IOException {
    writeThree();
    Trace before = readTrace(traceId(1));
    ArchiveReport report = archive("");
    assertThat(restore("tag.t = 'v1'").traces()).isEqualTo(1);
    Files.delete(report.files().get(0));
    assertThat(readTrace(traceId(1))).isEqualTo(before);
    assertThat(found("trace.text LIKE '%payload%'")).containsExactly(1);
  }

  @Test
  void whatIsArchivedAlreadyAndWhatHasNoSpansIsLeftAlone() {
    writeThree();
    write(saidOf(4).build());
    assertThat(archive("tag.t = 'v1'").traces()).isEqualTo(1);
    ArchiveReport second = archive("");
    assertThat(second.traces()).isEqualTo(2);
    ArchiveReport third = archive("");
    assertThat(third.traces()).isZero();
    assertThat(third.files()).isEmpty();
    assertThat(archives.resolve("made")).isDirectoryContaining(file -> true);
    try (var files = Files.list(archives.resolve("made"))) {
      assertThat(files).hasSize(2);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    assertThat(restore("").files()).hasSize(2);
  }

  @Test
  void spansThatComeLaterAreReadWithTheArchivedOnes() {
    writeThree();
    archive("tag.t = 'v1'");
    Span late = childOf(1, 5).attribute("n", AttributeValue.of(50)).outputs("late").build();
    Span replaced = childOf(1, 1).attribute("n", AttributeValue.of(-1)).build();
    write(late, replaced);
    assertThat(readTrace(traceId(1)).data().spans()).hasSize(3).contains(late, replaced);
    assertThat(found("span.attributes.n = 50 AND span.attributes.n = -1 AND span_count = 3"))
        .containsExactly(1);
    assertThat(found("span.attributes.n = 1")).isEmpty();
    // text stays away until the whole trace is back
    assertThat(found("trace.text LIKE '%late%'")).isEmpty();
    assertThat(restore("tag.t = 'v1'").traces()).isEqualTo(1);
    assertThat(found("trace.text LIKE '%late%' AND trace.text LIKE '%payload 1%'"))
        .containsExactly(1);
    assertThat(readTrace(traceId(1)).data().spans()).hasSize(3).contains(late, replaced);
  }

  @Test
  void archivedTracesAreTaggedAssessedAndDeletedAsOthers() {
    writeThree();
    archive("");
    store.tags().set(traceId(1), "t", "changed");
    store.assessments().create(Feedback.builder("f").value(5).traceId(traceId(2)).build());
    assertThat(found("tag.t = 'changed' OR feedback.f = 5")).containsExactly(2, 1);
    store.deletion().deleteByIds(Experiment.DEFAULT_ID, List.of(traceId(1)));
    assertThat(store.reader().trace(traceId(1))).isEmpty();
    assertThat(restore("").traces()).isEqualTo(2);
  }

  @Test
  void aMissingFileIsNamedAndHurtsOnlyItsPayloads() throws IOException {
    writeThree();
    Path file = archive("tag.t = 'v1'").files().get(0);
    Files.delete(file);
    assertNamed(() -> store.reader().trace(traceId(1)), file);
    assertNamed(() -> store.reader().span(traceId(1), spanId(0)), file);
    assertNamed(() -> restore(""), file);
    assertThat(found("tag.t = 'v1'")).containsExactly(1);
    assertThat(store.reader().skeleton(traceId(1), 0, 10)).hasSize(2);
    assertThat(readTrace(traceId(2)).data().spans()).hasSize(2);
    assertThat(store.health().check())
        .extracting(StoreHealth.Problem::what)
        .anyMatch(what -> what.contains(file.toString()));
  }

  @Test
  void aDamagedFileIsNamed() throws IOException {
    writeThree();
    Path file = archive("").files().get(0);
    byte[] bytes = Files.readAllBytes(file);
    for (int i = 40; i < bytes.length; i += 50) {
      bytes[i] ^= 0x55;
    }
    Files.write(file, bytes);
    for (int i = 1; i <= 3; i++) {
      int trace = i;
      assertNamed(() -> store.reader().trace(traceId(trace)), file);
    }
    assertNamed(() -> restore(""), file);
    assertThat(store.health().check()).isNotEmpty();
  }

  private static void assertNamed(ThrowingCallable call, Path file) {
    assertThatThrownBy(call)
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void aFolderThatCannotBeWrittenIsNamedAndNothingIsMoved() throws IOException {
    writeThree();
    Path blocked = Files.createFile(archives.resolve("file")).resolve("folder");
    assertThatThrownBy(() -> store.archive().archive(query(""), blocked, Progress.NONE))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(blocked.toString());
    assertThat(found("trace.text LIKE '%payload%'")).hasSize(3);
  }

  @Test
  void aLargeTraceIsArchivedWhole() {
    for (int piece = 0; piece < 3; piece++) {
      int first = piece * 1000;
      write(
          IntStream.range(first, first + 1000)
              .mapToObj(i -> (i == 0 ? rootOf(1) : childOf(1, i)).build())
              .toArray(Span[]::new));
    }
    Trace before = readTrace(traceId(1));
    assertThat(archive("").traces()).isEqualTo(1);
    assertThat(readTrace(traceId(1))).isEqualTo(before);
    assertThat(store.reader().spans(traceId(1), 1500, 3))
        .isEqualTo(before.data().spans().subList(1500, 1503));
    restore("");
    assertThat(readTrace(traceId(1))).isEqualTo(before);
  }
}
