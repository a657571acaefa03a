package dev.spanloom.storage.internal.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.internal.archive.ArchiveFile.Contents;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArchiveFileTest {
  @TempDir Path folder;

  private static byte[] payload(int seed, int length) {
    byte[] bytes = new byte[length];
    Random random = new Random(seed);
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) ('a' + random.nextInt(4));
    }
    return bytes;
  }

  private List<Long> write(Path file, int... lengths) {
    List<Long> offsets = new ArrayList<>();
    try (ArchiveWriter writer = ArchiveWriter.create(file)) {
      for (int length : lengths) {
        offsets.add(writer.append(ArchiveRecord.deflated("tr-" + length, payload(length, length))));
      }
      writer.sync();
    }
    return offsets;
  }

  private static Contents scan(Path file, List<String> traceIds) {
    try (ArchiveFile archive = ArchiveFile.open(file)) {
      return archive.scan((offset, record) -> traceIds.add(record.traceId()));
    }
  }

  @Test
  void recordsAreReadFromTheirPlacesInAnyOrder() {
    Path file = folder.resolve("a.archive");
    List<Long> offsets = write(file, 0, 1, 5000, 300_000);
    try (ArchiveFile archive = ArchiveFile.open(file)) {
      for (int i : new int[] {2, 0, 3, 1}) {
        ArchiveRecord record = archive.read(offsets.get(i));
        int length = new int[] {0, 1, 5000, 300_000}[i];
        assertThat(record.traceId()).isEqualTo("tr-" + length);
        assertThat(record.rawLength()).isEqualTo(length);
        assertThat(record.inflate()).isEqualTo(payload(length, length));
      }
    }
    assertThat(file).satisfies(f -> assertThat(Files.size(f)).isLessThan(120_000));
  }

  @Test
  void bytesThatWerePackedElsewhereAreKeptAsTheyAre() {
    byte[] packed = {(byte) 0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 1, 2, 3};
    Path file = folder.resolve("a.archive");
    try (ArchiveWriter writer = ArchiveWriter.create(file)) {
      long offset = writer.append(new ArchiveRecord("tr-ü", ArchiveCodec.ZSTD, 900, packed));
      try (ArchiveFile archive = ArchiveFile.open(file)) {
        ArchiveRecord record = archive.read(offset);
        assertThat(record.codec()).isEqualTo(ArchiveCodec.ZSTD);
        assertThat(record.traceId()).isEqualTo("tr-ü");
        assertThat(record.rawLength()).isEqualTo(900);
        assertThat(record.packed()).isEqualTo(packed);
        assertThatThrownBy(record::inflate)
            .isInstanceOf(StorageException.class)
            .hasMessageContaining("ZSTD");
      }
    }
  }

  @Test
  void aScanShowsAllRecords() {
    Path file = folder.resolve("a.archive");
    write(file, 10, 20, 30);
    List<String> traceIds = new ArrayList<>();
    Contents contents = scan(file, traceIds);
    assertThat(traceIds).containsExactly("tr-10", "tr-20", "tr-30");
    assertThat(contents.damaged()).isEmpty();
    assertThat(contents.tornBytes()).isZero();
  }

  @Test
  void writingGoesOnWhereItStopped() {
    Path file = folder.resolve("a.archive");
    write(file, 10);
    try (ArchiveWriter writer = ArchiveWriter.append(file)) {
      writer.append(ArchiveRecord.deflated("tr-more", payload(1, 100)));
    }
    List<String> traceIds = new ArrayList<>();
    scan(file, traceIds);
    assertThat(traceIds).containsExactly("tr-10", "tr-more");
  }

  @Test
  void aTornTailIsSeenAtAnyLengthAndCutOffByTheNextWriter() throws IOException {
    Path whole = folder.resolve("whole.archive");
    List<Long> offsets = write(whole, 10, 2000);
    byte[] bytes = Files.readAllBytes(whole);
    int last = Math.toIntExact(offsets.get(1));
    for (int length = last + 1; length < bytes.length; length += 7) {
      Path torn = folder.resolve("torn-" + length);
      Files.write(torn, Arrays.copyOf(bytes, length));
      List<String> traceIds = new ArrayList<>();
      Contents contents = scan(torn, traceIds);
      assertThat(traceIds).as("%d bytes", length).containsExactly("tr-10");
      assertThat(contents.tornBytes()).isEqualTo(length - last);
      try (ArchiveWriter writer = ArchiveWriter.append(torn)) {
        assertThat(writer.append(ArchiveRecord.deflated("tr-new", payload(1, 50)))).isEqualTo(last);
      }
      traceIds.clear();
      assertThat(scan(torn, traceIds).tornBytes()).isZero();
      assertThat(traceIds).containsExactly("tr-10", "tr-new");
    }
  }

  @Test
  void aTailOfZeroesIsTorn() throws IOException {
    Path file = folder.resolve("a.archive");
    write(file, 10);
    Files.write(file, new byte[4096], StandardOpenOption.APPEND);
    List<String> traceIds = new ArrayList<>();
    assertThat(scan(file, traceIds).tornBytes()).isEqualTo(4096);
    assertThat(traceIds).containsExactly("tr-10");
  }

  @Test
  void aDamagedRecordIsNamedAndTheOthersAreRead() throws IOException {
    Path file = folder.resolve("a.archive");
    List<Long> offsets = write(file, 1000, 2000, 3000);
    byte[] bytes = Files.readAllBytes(file);
    bytes[Math.toIntExact(offsets.get(1)) + 40] ^= 1;
    Files.write(file, bytes);
    List<String> traceIds = new ArrayList<>();
    assertThat(scan(file, traceIds).damaged()).containsExactly(offsets.get(1));
    assertThat(traceIds).containsExactly("tr-1000", "tr-3000");
    try (ArchiveFile archive = ArchiveFile.open(file)) {
      assertThatThrownBy(() -> archive.read(offsets.get(1)))
          .isInstanceOf(StorageException.class)
          .hasMessageContaining(file.toString());
      assertThatThrownBy(() -> archive.read(3)).isInstanceOf(StorageException.class);
      assertThatThrownBy(() -> archive.read(1L << 40)).isInstanceOf(StorageException.class);
    }
  }

  @Test
  void aFileThatIsMissingOrSomethingElseIsNamed() throws IOException {
    Path missing = folder.resolve("missing.archive");
    assertThatThrownBy(() -> ArchiveFile.open(missing))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(missing.toString())
        .hasMessageContaining("missing");
    Path text = Files.writeString(folder.resolve("text"), "a text that is no archive at all");
    assertThatThrownBy(() -> ArchiveFile.open(text)).hasMessageContaining("no archive");
    Path empty = Files.createFile(folder.resolve("empty"));
    assertThatThrownBy(() -> ArchiveFile.open(empty)).hasMessageContaining("no archive");
  }

  @Test
  void aNewerVersionIsRefusedByItsNumber() throws IOException {
    Path file = folder.resolve("a.archive");
    write(file, 10);
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer.wrap(bytes).putInt(16, 7);
    Files.write(file, bytes);
    assertThatThrownBy(() -> ArchiveFile.open(file)).hasMessageContaining("version 7");
  }

  @Test
  void anArchiveIsNeverWrittenOver() {
    Path file = folder.resolve("a.archive");
    write(file, 10);
    assertThatThrownBy(() -> ArchiveWriter.create(file))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("there already");
  }

  @Test
  void newFilesOfAFolderHaveNamesOfTheirOwn() {
    Path made = folder.resolve("made").resolve("deep");
    try (ArchiveWriter one = ArchiveWriter.createIn(made);
        ArchiveWriter other = ArchiveWriter.createIn(made)) {
      assertThat(one.file()).isNotEqualTo(other.file()).exists();
      other.discard();
      assertThat(other.file()).doesNotExist();
    }
  }
}
