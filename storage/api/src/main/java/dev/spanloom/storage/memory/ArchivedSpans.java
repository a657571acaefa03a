package dev.spanloom.storage.memory;

import dev.spanloom.entities.Span;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.OtlpRequests;
import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.internal.archive.ArchiveFile;
import dev.spanloom.storage.internal.archive.ArchiveRecord;
import dev.spanloom.storage.memory.MemorySpan.Place;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Spans with their payload, from the archive where it is there; each record is read once. */
final class ArchivedSpans {
  private final Map<Place, Map<String, Span>> read = new HashMap<>();
  private long packedBytes;

  List<Span> wholeOf(Collection<MemorySpan> spans) {
    return spans.stream().map(this::whole).toList();
  }

  /**
   * A span as it was written.
   *
   * @throws StorageException when its archive file is missing or damaged; names it
   */
  Span whole(MemorySpan span) {
    Place place = span.place();
    if (place == null) {
      return span.span();
    }
    Span whole = read.computeIfAbsent(place, this::read).get(span.facts().spanId());
    if (whole == null) {
      throw new StorageException(
          "archive "
              + place.file()
              + " has no span "
              + span.facts().spanId()
              + " at byte "
              + place.offset()
              + " (put the file in its place that was written there)");
    }
    return whole;
  }

  /** Of the records that were read. */
  long packedBytes() {
    return packedBytes;
  }

  private Map<String, Span> read(Place place) {
    try (ArchiveFile file = ArchiveFile.open(place.file())) {
      ArchiveRecord record = file.read(place.offset());
      packedBytes += record.packed().length;
      Map<String, Span> spans = new HashMap<>();
      for (EncodedSpan encoded : OtlpRequests.split(record.inflate())) {
        Span span = encoded.decode();
        spans.put(span.spanId(), span);
      }
      return spans;
    }
  }
}
