package dev.spanloom.storage.memory;

import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.OtlpRequests;
import dev.spanloom.storage.StorageException;
import dev.spanloom.storage.TraceArchive;
import dev.spanloom.storage.TraceDeletion;
import dev.spanloom.storage.TraceQuery;
import dev.spanloom.storage.internal.archive.ArchiveRecord;
import dev.spanloom.storage.internal.archive.ArchiveWriter;
import dev.spanloom.storage.memory.MemorySpan.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Moves payloads into files and back, each call all at once or not at all. Thread-safe. */
final class MemoryArchive implements TraceArchive {
  private static final int SPANS_OF_A_RECORD = 1000;

  private final MemoryTraces traces;
  private final MemorySelection selection;

  MemoryArchive(MemoryTraces traces) {
    this.traces = traces;
    this.selection = new MemorySelection(traces);
  }

  @Override
  public ArchiveReport archive(TraceQuery query, Path folder, TraceDeletion.Progress progress) {
    return traces.locked(
        () -> {
          List<MemoryTrace> wanted =
              selection.found(query).stream()
                  .filter(trace -> !trace.isArchived() && !trace.spans().isEmpty())
                  .toList();
          if (wanted.isEmpty()) {
            return new ArchiveReport(0, 0, List.of());
          }
          ArchiveWriter writer = ArchiveWriter.createIn(folder);
          try (writer) {
            ArchiveReport report = archive(wanted, writer);
            progress.advanced(report.traces(), report.traces());
            return report;
          } catch (StorageException e) {
            writer.discard();
            throw e;
          }
        });
  }

  /** A trace, and its spans as they are to be held from now on. */
  private record Move(MemoryTrace trace, List<MemorySpan> spans) {
    private void carryOut(boolean archived) {
      spans.forEach(trace::put);
      trace.setArchived(archived);
    }
  }

  private static ArchiveReport archive(List<MemoryTrace> wanted, ArchiveWriter writer) {
    List<Move> moves = new ArrayList<>();
    long payloadBytes = 0;
    for (MemoryTrace trace : wanted) {
      List<MemorySpan> moved = new ArrayList<>();
      List<MemorySpan> spans = trace.ordered();
      for (int i = 0; i < spans.size(); i += SPANS_OF_A_RECORD) {
        List<MemorySpan> piece = spans.subList(i, Math.min(i + SPANS_OF_A_RECORD, spans.size()));
        ArchiveRecord record = ArchiveRecord.deflated(trace.traceId(), encoded(piece));
        Place place = new Place(writer.file(), writer.append(record));
        piece.forEach(span -> moved.add(span.archivedAt(place)));
        payloadBytes += record.packed().length;
      }
      moves.add(new Move(trace, moved));
    }
    writer.sync();
    moves.forEach(move -> move.carryOut(true));
    return new ArchiveReport(moves.size(), payloadBytes, List.of(writer.file()));
  }

  private static byte[] encoded(List<MemorySpan> spans) {
    return OtlpRequests.encode(spans.stream().map(MemorySpan::span).map(EncodedSpan::of).toList());
  }

  @Override
  public ArchiveReport restore(TraceQuery query, TraceDeletion.Progress progress) {
    return traces.locked(
        () -> {
          ArchivedSpans archive = new ArchivedSpans();
          Set<Path> files = new LinkedHashSet<>();
          List<Move> moves = new ArrayList<>();
          for (MemoryTrace trace : selection.found(query)) {
            if (trace.isArchived()) {
              List<MemorySpan> back = new ArrayList<>();
              for (MemorySpan span : trace.spans()) {
                Place place = span.place();
                if (place != null) {
                  back.add(span.restored(archive.whole(span)));
                  files.add(place.file());
                }
              }
              moves.add(new Move(trace, back));
            }
          }
          moves.forEach(move -> move.carryOut(false));
          progress.advanced(moves.size(), moves.size());
          return new ArchiveReport(moves.size(), archive.packedBytes(), List.copyOf(files));
        });
  }
}
