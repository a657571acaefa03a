package dev.spanloom.internal.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.internal.spool.Spool.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolTest {
  private static final String URI = "http://traces";
  private static final int SEGMENT = 4096;

  @TempDir Path root;
  private final SharedRecord shared = new SharedRecord(bytes("resource"));

  private SpoolSettings settings(WhenFull whenFull, int segments) {
    return new SpoolSettings(
        root,
        SEGMENT,
        (long) segments * SEGMENT,
        Duration.ofDays(1),
        whenFull,
        Duration.ofMillis(30));
  }

  private Spool spool(WhenFull whenFull, int segments) throws IOException {
    return Spool.create(settings(whenFull, segments), List.of(URI), FileAllocation.DISK);
  }

  private Spool spool() throws IOException {
    return spool(WhenFull.DROP_OLDEST, 1000);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Outcome append(Spool spool, String text) {
    return append(spool, RecordKind.SPAN, text);
  }

  private Outcome append(Spool spool, RecordKind kind, String text) {
    RecordBuffer buffer = RecordBuffer.take();
    buffer.payload().writeRaw(bytes(text), 0, bytes(text).length);
    Outcome outcome = spool.append(kind, false, shared, buffer);
    buffer.giveBack();
    return outcome;
  }

  private static List<String> read(RecordSource source) throws IOException {
    List<String> texts = new ArrayList<>();
    for (SpoolRecord record = source.next(); record != null; record = source.next()) {
      if (record.kind() == RecordKind.SPAN) {
        texts.add(new String(record.payload(), StandardCharsets.UTF_8));
      }
    }
    return texts;
  }

  /** The folder as a process would find it that starts after this one was killed. */
  private StoredSpool afterACrash(Spool spool) throws IOException {
    Path copy = Files.createDirectory(root.resolve("crashed-" + System.nanoTime()));
    try (Stream<Path> files = Files.list(spool.folder())) {
      for (Path file : files.toList()) {
        try {
          Files.copy(file, copy.resolve(file.getFileName()));
        } catch (NoSuchFileException e) {
          // a segment that was prepared in vain has just gone
        }
      }
    }
    return StoredSpool.open(copy);
  }

  @Test
  void whatIsAppendedIsReadInItsOrder() throws IOException {
    try (Spool spool = spool()) {
      List<String> expected = new ArrayList<>();
      for (int i = 0; i < 1000; i++) {
        expected.add("span " + i + "x".repeat(i % 50));
        assertThat(append(spool, expected.get(i))).isEqualTo(Outcome.APPENDED);
      }
      assertThat(read(spool.reader(0))).isEqualTo(expected);
      assertThat(read(spool.reader(0))).isEmpty();
      append(spool, "one more");
      assertThat(read(spool.reader(0))).containsExactly("one more");
    }
  }

  @Test
  void whatIsAppendedIsOnTheDiskAtOnce() throws IOException {
    try (Spool spool = spool()) {
      for (int i = 0; i < 300; i++) {
        append(spool, "span " + i);
        if (i % 37 == 0) {
          assertThat(read(afterACrash(spool).reader(URI))).hasSize(i + 1).contains("span " + i);
        }
      }
    }
  }

  @Test
  void everySegmentSaysWhatItsRecordsShare() throws IOException {
    try (Spool spool = spool()) {
      for (int i = 0; i < 500; i++) {
        append(spool, "span " + i);
      }
      StoredReader reader = afterACrash(spool).reader(URI);
      for (SpoolRecord record = reader.next(); record != null; record = reader.next()) {
        assertThat(record.shared()).isEqualTo(shared);
      }
    }
  }

  @Test
  void manyThreadsAppendAndNothingIsLostOrMixed() throws Exception {
    int threads = 8;
    int each = 5000;
    try (Spool spool = spool()) {
      CountDownLatch begin = new CountDownLatch(1);
      List<Thread> all = new ArrayList<>();
      for (int t = 0; t < threads; t++) {
        int number = t;
        all.add(
            new Thread(
                () -> {
                  try {
                    begin.await();
                  } catch (InterruptedException e) {
                    return;
                  }
                  for (int i = 0; i < each; i++) {
                    append(spool, number + "-" + i + "y".repeat(i % 97));
                  }
                }));
      }
      all.forEach(Thread::start);
      begin.countDown();
      List<String> found = new ArrayList<>();
      while (all.stream().anyMatch(Thread::isAlive)) {
        found.addAll(read(spool.reader(0)));
      }
      found.addAll(read(spool.reader(0)));
      assertThat(found).hasSize(threads * each).doesNotHaveDuplicates();
      Map<String, Integer> latest = new HashMap<>();
      for (String text : found) {
        String[] parts = text.replace("y", "").split("-");
        Integer before = latest.put(parts[0], Integer.valueOf(parts[1]));
        assertThat(Integer.parseInt(parts[1])).isEqualTo(before == null ? 0 : before + 1);
      }
      assertThat(read(afterACrash(spool).reader(URI))).hasSize(threads * each);
    }
  }

  @Test
  void segmentsThatHaveArrivedGo() throws IOException {
    try (Spool spool = spool()) {
      for (int i = 0; i < 1000; i++) {
        append(spool, "span " + i);
      }
      assertThat(SpoolFolder.segments(spool.folder())).hasSizeGreaterThan(5);
      SpoolReader reader = spool.reader(0);
      read(reader);
      reader.settle(reader.position());
      // the one that is written, one that is prepared, one that is kept to be used again
      assertThat(SpoolFolder.segments(spool.folder())).hasSizeLessThanOrEqualTo(3);
      assertThat(spool.sizeBytes()).isEqualTo(SEGMENT);
    }
  }

  @Test
  void aSegmentThatIsUsedAgainHasNothingLeftOfBefore() throws IOException {
    try (Spool spool = spool()) {
      SpoolReader reader = spool.reader(0);
      for (int round = 0; round < 100; round++) {
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 40 + round; i++) {
          expected.add("round " + round + " span " + i + "w".repeat(i % 13));
          append(spool, expected.get(i));
        }
        List<String> crashed = read(afterACrash(spool).reader(URI));
        assertThat(crashed).endsWith(expected.toArray(String[]::new)).doesNotHaveDuplicates();
        assertThat(read(reader)).isEqualTo(expected);
        reader.settle(reader.position());
      }
    }
  }

  @Test
  void aSlowDestinationKeepsItsSegmentsAndAFastOneIsNotHeld() throws IOException {
    try (Spool spool =
        Spool.create(
            settings(WhenFull.DROP_OLDEST, 1000), List.of("fast:", "slow:"), FileAllocation.DISK)) {
      for (int i = 0; i < 500; i++) {
        append(spool, "span " + i);
      }
      SpoolReader fast = spool.reader(0);
      assertThat(read(fast)).hasSize(500);
      fast.settle(fast.position());
      StoredSpool stored = afterACrash(spool);
      assertThat(read(stored.reader("slow:"))).hasSize(500);
      assertThat(stored.reader("fast:").settledPosition()).isEqualTo(fast.position());
      assertThat(read(spool.reader(1))).hasSize(500);
    }
  }

  @Test
  void aSpoolThatHasArrivedLeavesNothingBehind() throws IOException {
    Spool spool = spool();
    append(spool, "span");
    SpoolReader reader = spool.reader(0);
    read(reader);
    reader.settle(reader.position());
    spool.close();
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void whatHasNotArrivedIsAdoptedFromWhereItsDestinationWas() throws IOException {
    Spool spool = spool();
    append(spool, "arrived");
    SpoolReader reader = spool.reader(0);
    read(reader);
    reader.settle(reader.position());
    append(spool, "read, but it did not arrive");
    read(reader);
    append(spool, "not read");
    assertThat(StoredSpool.open(spool.folder()).isHeld()).isTrue();
    assertThat(StoredSpool.open(spool.folder()).adopt()).isEmpty();
    spool.close();
    try (StoredSpool.Adopted adopted = StoredSpool.open(spool.folder()).adopt().orElseThrow()) {
      StoredReader stored = adopted.reader(URI);
      assertThat(stored).isNotNull();
      List<String> waiting = new ArrayList<>();
      for (SpoolRecord record = stored.next(); record != null; record = stored.next()) {
        if (record.kind() == RecordKind.SPAN && stored.position() > stored.settledPosition()) {
          waiting.add(new String(record.payload(), StandardCharsets.UTF_8));
        }
      }
      assertThat(waiting).containsExactly("read, but it did not arrive", "not read");
      adopted.finish(URI);
    }
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void aFolderWhoseProcessDiedBeforeItWroteAnythingGoes() throws IOException {
    Path killed = Files.createDirectory(root.resolve("killed"));
    Files.createFile(killed.resolve("owner.lock"));
    Spool spool = spool();
    append(spool, "span");
    spool.close();
    for (StoredSpool stored : StoredSpool.all(root)) {
      stored.deleteIfNeverUsed();
    }
    assertThat(killed).doesNotExist();
    assertThat(spool.folder()).exists();
  }

  @Test
  void aFullSpoolLetsTheOldestGoAndCountsThem() throws IOException {
    try (Spool spool = spool(WhenFull.DROP_OLDEST, 3)) {
      for (int i = 0; i < 1000; i++) {
        assertThat(append(spool, "span " + i)).isEqualTo(Outcome.APPENDED);
      }
      assertThat(spool.sizeBytes()).isLessThanOrEqualTo(3 * SEGMENT);
      List<String> found = read(spool.reader(0));
      assertThat(found).contains("span 999").doesNotContain("span 500");
      assertThat(found.size() + spool.reader(0).lostSpans()).isEqualTo(1000);
    }
  }

  @Test
  void aFullSpoolCanRefuseTheNewest() throws IOException {
    try (Spool spool = spool(WhenFull.DROP_NEWEST, 3)) {
      int taken = 0;
      for (int i = 0; i < 1000; i++) {
        taken += append(spool, "span " + i) == Outcome.APPENDED ? 1 : 0;
      }
      List<String> found = read(spool.reader(0));
      assertThat(found).hasSize(taken).contains("span 0").doesNotContain("span 999");
      SpoolReader reader = spool.reader(0);
      reader.settle(reader.position());
      assertThat(append(spool, "there is room again")).isEqualTo(Outcome.APPENDED);
    }
  }

  @Test
  void aFullSpoolCanLetItsCallersWaitForRoom() throws Exception {
    try (Spool spool =
        Spool.create(
            new SpoolSettings(
                root,
                SEGMENT,
                3 * SEGMENT,
                Duration.ofDays(1),
                WhenFull.BLOCK,
                Duration.ofMinutes(2)),
            List.of(URI),
            FileAllocation.DISK)) {
      AtomicBoolean over = new AtomicBoolean();
      List<String> found = new ArrayList<>();
      Thread shipping =
          new Thread(
              () -> {
                SpoolReader reader = spool.reader(0);
                try {
                  while (!over.get() || found.size() < 2000) {
                    found.addAll(read(reader));
                    reader.settle(reader.position());
                  }
                } catch (IOException e) {
                  throw new AssertionError(e);
                }
              });
      shipping.start();
      for (int i = 0; i < 2000; i++) {
        assertThat(append(spool, "span " + i)).isEqualTo(Outcome.APPENDED);
      }
      over.set(true);
      shipping.join();
      assertThat(found).hasSize(2000);
    }
  }

  @Test
  void aThreadThatWaitsForRoomDoesNotWaitLongerThanItIsTold() throws IOException {
    try (Spool spool = spool(WhenFull.BLOCK, 2)) {
      Outcome outcome = Outcome.APPENDED;
      for (int i = 0; i < 1000 && outcome == Outcome.APPENDED; i++) {
        outcome = append(spool, "span " + i);
      }
      assertThat(outcome).isEqualTo(Outcome.FULL);
    }
  }

  @Test
  void aRecordLargerThanASegmentGetsALargerOne() throws IOException {
    try (Spool spool = spool()) {
      append(spool, "small");
      assertThat(append(spool, "z".repeat(3 * SEGMENT))).isEqualTo(Outcome.APPENDED);
      append(spool, "small again");
      assertThat(read(spool.reader(0))).containsExactly("small", "z".repeat(12288), "small again");
      assertThat(append(spool, "z".repeat(1001 * SEGMENT))).isEqualTo(Outcome.FULL);
    }
  }

  /** Lets so many segments be made, then the disk is full. */
  private static final class FillingDisk implements FileAllocation {
    private final AtomicInteger left;

    private FillingDisk(int segments) {
      left = new AtomicInteger(segments);
    }

    @Override
    public java.nio.MappedByteBuffer allocate(Path file, int bytes) throws IOException {
      if (left.getAndDecrement() <= 0) {
        Files.write(file, new byte[bytes / 2]); // as far as it went
        throw new IOException("No space left on device");
      }
      return FileAllocation.DISK.allocate(file, bytes);
    }
  }

  @Test
  void aFullDiskIsAnOutcomeAndNoHarmToWhatIsThere() throws IOException {
    FillingDisk disk = new FillingDisk(2);
    try (Spool spool = Spool.create(settings(WhenFull.DROP_OLDEST, 1000), List.of(URI), disk)) {
      int taken = 0;
      for (int i = 0; i < 1000; i++) {
        taken += append(spool, "span " + i) == Outcome.APPENDED ? 1 : 0;
      }
      assertThat(taken).isBetween(100, 300);
      assertThat(append(spool, "no")).isEqualTo(Outcome.FAILED);
      assertThat(read(spool.reader(0))).hasSize(taken);
      assertThat(read(afterACrash(spool).reader(URI))).hasSize(taken);
      assertThat(spool.sizeBytes()).isEqualTo(2 * SEGMENT);
    }
  }

  @Test
  void aDiskThatIsFullFromTheBeginningLeavesNoFolder() {
    assertThatThrownBy(
            () ->
                Spool.create(settings(WhenFull.DROP_OLDEST, 10), List.of(URI), new FillingDisk(0)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("No space left");
    assertThat(root).isEmptyDirectory();
  }

  @Test
  void aRootThatIsNoFolderIsAnException() throws IOException {
    Path file = Files.createFile(root.resolve("file"));
    SpoolSettings settings =
        new SpoolSettings(
            file.resolve("spool"),
            SEGMENT,
            10 * SEGMENT,
            Duration.ofDays(1),
            WhenFull.BLOCK,
            Duration.ZERO);
    assertThatThrownBy(() -> Spool.create(settings, List.of(URI), FileAllocation.DISK))
        .isInstanceOf(IOException.class);
  }

  @Test
  void anInterruptedThreadAppendsAndStaysInterrupted() throws IOException {
    Thread.currentThread().interrupt();
    boolean still;
    Spool spool = null;
    try {
      spool = spool();
      for (int i = 0; i < 500; i++) {
        assertThat(append(spool, "span " + i)).isEqualTo(Outcome.APPENDED);
      }
    } finally {
      still = Thread.interrupted();
    }
    assertThat(still).isTrue();
    assertThat(read(spool.reader(0))).hasSize(500);
    spool.close();
  }

  @Test
  void onlyTheOwnerMayRead() throws IOException {
    try (Spool spool = spool()) {
      append(spool, "span");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(spool.folder())))
          .isEqualTo("rwx------");
      try (Stream<Path> files = Files.list(spool.folder())) {
        assertThat(files)
            .hasSize(3)
            .allSatisfy(
                file ->
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                        .isEqualTo("rw-------"));
      }
    }
  }

  @Test
  void aSpoolOfALaterVersionIsLeftAlone() throws IOException {
    Spool spool = spool();
    append(spool, "span");
    Path segment = SpoolFolder.segments(spool.folder()).get(0);
    spool.close();
    byte[] bytes = Files.readAllBytes(segment);
    bytes[8] = 2;
    Files.write(segment, bytes);
    StoredSpool stored = StoredSpool.open(spool.folder());
    assertThat(stored.isOfLaterVersion()).isTrue();
    assertThat(stored.version()).isEqualTo(2);
    assertThat(stored.adopt()).isEmpty();
  }

  @Test
  void aPlaceThatWasReservedAndNotFilledHidesNothingBehindIt() throws IOException {
    try (Spool spool = spool()) {
      for (int i = 0; i < 10; i++) {
        append(spool, "span " + i);
      }
      StoredSpool crashed = afterACrash(spool);
      Path segment = SpoolFolder.segments(crashed.path()).get(0);
      ByteBuffer content =
          ByteBuffer.wrap(Files.readAllBytes(segment)).order(ByteOrder.LITTLE_ENDIAN);
      int third = SegmentFormat.HEADER_BYTES;
      for (int i = 0; i < 3; i++) { // the shared record, and two spans
        third += SegmentFormat.aligned(content.getInt(third));
      }
      content.putInt(third, 0); // not published yet, though written
      Files.write(segment, content.array());
      StoredReader reader = crashed.reader(URI);
      assertThat(read(reader)).hasSize(9).doesNotContain("span 2").contains("span 1", "span 9");
      assertThat(reader.gaps()).isEqualTo(1);
    }
  }

  @Test
  void aTailTornAtAnyByteCostsOnlyTheLastRecord() throws IOException {
    try (Spool spool = spool()) {
      append(spool, "first");
      append(spool, "second");
      long lastAt = Positions.offset(spool.position());
      append(spool, "the last one, of a length that is no multiple of eight");
      int end = Positions.offset(spool.position());
      StoredSpool crashed = afterACrash(spool);
      Path segment = SpoolFolder.segments(crashed.path()).get(0);
      byte[] whole = Files.readAllBytes(segment);
      Set<Integer> sizes = new HashSet<>();
      for (int cut = (int) lastAt; cut < end; cut++) {
        // the system wrote the pages so far; the rest is zeros, or the file ends
        byte[] zeros = whole.clone();
        java.util.Arrays.fill(zeros, cut, zeros.length, (byte) 0);
        Files.write(segment, zeros);
        List<String> withZeros = read(crashed.reader(URI));
        Files.write(segment, java.util.Arrays.copyOf(whole, cut));
        List<String> shorter = read(crashed.reader(URI));
        for (List<String> found : List.of(withZeros, shorter)) {
          assertThat(found).startsWith("first", "second");
          sizes.add(found.size());
        }
      }
      // nothing but padding may be missing for the last record to be there
      assertThat(sizes).isSubsetOf(2, 3);
      Files.write(segment, java.util.Arrays.copyOf(whole, end - 8));
      assertThat(read(crashed.reader(URI))).containsExactly("first", "second");
    }
  }

  @Test
  void aRecordOfWhichAnyByteIsWrongIsPassedOver() throws IOException {
    try (Spool spool = spool()) {
      append(spool, "first");
      int from = Positions.offset(spool.position());
      append(spool, "second");
      int to = Positions.offset(spool.position());
      append(spool, "third");
      StoredSpool crashed = afterACrash(spool);
      Path segment = SpoolFolder.segments(crashed.path()).get(0);
      byte[] whole = Files.readAllBytes(segment);
      int length = SegmentFormat.RECORD_HEADER_BYTES + "second".length();
      for (int at = from; at < from + length; at++) {
        byte[] wrong = whole.clone();
        wrong[at] ^= 0x11;
        Files.write(segment, wrong);
        assertThat(read(crashed.reader(URI))).as("byte %d", at).containsExactly("first", "third");
      }
      assertThat(from + length).isLessThanOrEqualTo(to);
    }
  }

  @Test
  void bytesInsideASpanThatLookLikeARecordAreNone() throws IOException {
    try (Spool first = spool();
        Spool second = spool()) {
      append(first, "forged");
      byte[] segment = Files.readAllBytes(SpoolFolder.segments(first.folder()).get(0));
      byte[] forged = java.util.Arrays.copyOfRange(segment, SegmentFormat.HEADER_BYTES, 400);
      RecordBuffer buffer = RecordBuffer.take();
      buffer.payload().writeRaw(forged, 0, forged.length);
      int at = Positions.offset(second.position());
      second.append(RecordKind.SPAN, false, null, buffer);
      buffer.giveBack();
      append(second, "genuine");
      StoredSpool crashed = afterACrash(second);
      Path file = SpoolFolder.segments(crashed.path()).get(0);
      ByteBuffer content = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
      content.putInt(at, 0); // it was not published: what is in it is looked through
      Files.write(file, content.array());
      assertThat(read(crashed.reader(URI))).containsExactly("genuine");
    }
  }

  @Test
  void whatIsStillNeededIsAppendedAgainBeforeItsSegmentGoes() throws IOException {
    try (Spool spool = spool()) {
      List<Long> told = new ArrayList<>();
      spool.setBeforeRelease(
          sequence -> {
            told.add(sequence);
            append(spool, RecordKind.SPAN_START, "still open");
          });
      for (int i = 0; i < 300; i++) {
        append(spool, "span " + i);
      }
      SpoolReader reader = spool.reader(0);
      read(reader);
      reader.settle(reader.position());
      assertThat(told).isNotEmpty().startsWith(1L).isSorted();
      @Nullable SpoolRecord last = reader.next();
      assertThat(last).isNotNull();
      assertThat(last.kind()).isEqualTo(RecordKind.SPAN_START);
    }
  }
}
