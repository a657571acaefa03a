package dev.spanloom.internal.export;

import dev.spanloom.destination.TraceAttachment;
import dev.spanloom.entities.TraceLocation;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.internal.spool.RecordSource;
import dev.spanloom.internal.spool.SharedRecord;
import dev.spanloom.internal.spool.SpoolRecord;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts the records of a spool together to batches, for one destination. For one thread. */
class SpoolBatches {
  private final RecordSource source;
  private final RootTexts.Latest roots = new RootTexts.Latest();
  private final Map<String, TraceLocation> knownLocations = new HashMap<>();
  private @Nullable SharedRecord lastShared;
  private SpoolContext lastContext = SpoolContext.UNKNOWN;

  private @Nullable SpoolRecord heldBack;
  private long position;

  private final Map<String, SpooledInfo> infos = new LinkedHashMap<>();
  private final List<EncodedSpan> spans = new ArrayList<>();
  private final List<TraceAttachment> attachments = new ArrayList<>();
  private long bytes;
  private long oldestUnixMillis;

  SpoolBatches(RecordSource source) {
    this.source = source;
    this.position = source.position();
  }

  /** The next batch; an empty one when there is nothing more to ship now. */
  final Batch next() throws IOException {
    infos.clear();
    spans.clear();
    attachments.clear();
    bytes = 0;
    oldestUnixMillis = 0;
    while (spans.size() < Batch.MAX_SPANS
        && infos.size() < Batch.MAX_INFOS
        && bytes < Batch.MAX_BYTES) {
      SpoolRecord held = heldBack;
      SpoolRecord record = held == null ? source.next() : held;
      heldBack = null;
      if (record == null) {
        position = source.position();
        if (spans.isEmpty() && infos.isEmpty() && attachments.isEmpty()) {
          atEnd();
        }
        break;
      }
      if (!add(record)) {
        heldBack = record;
        break;
      }
      position = source.position();
    }
    SpoolContext context = lastContext;
    return new Batch(
        List.copyOf(infos.values()),
        List.copyOf(spans),
        List.copyOf(attachments),
        destination -> context.experimentId(destination, knownLocations),
        oldestUnixMillis);
  }

  /** Up to here all that was handed out is in batches. */
  final long position() {
    return position;
  }

  final RecordSource source() {
    return source;
  }

  /** Adds a record to the batch; false when it belongs to the next one. */
  boolean add(SpoolRecord record) {
    switch (record.kind()) {
      case SPAN -> {
        if (record.isAmended() && !spans.isEmpty()) {
          return false; // what it replaces may be in this batch
        }
        roots.add(record.payload());
        addSpan(context(record), record.payload(), record);
      }
      case TRACE_INFO -> {
        SpooledInfo info =
            SpooledInfo.decode(record.payload(), context(record), roots, knownLocations);
        if (info.isPartial() && infos.containsKey(info.otelTraceId())) {
          return false;
        }
        infos.put(info.otelTraceId(), info);
        noteTime(record);
      }
      case ATTACHMENT -> {
        attachments.add(SpooledAttachment.decode(record.payload()));
        bytes += record.payload().length;
        noteTime(record);
      }
      default -> {} // concerns only those who read after a crash
    }
    return true;
  }

  final void addSpan(SpoolContext context, byte[] message, SpoolRecord record) {
    spans.add(context.span(message));
    bytes += message.length;
    noteTime(record);
  }

  private void noteTime(SpoolRecord record) {
    oldestUnixMillis = oldestUnixMillis == 0 ? record.timeUnixMillis() : oldestUnixMillis;
  }

  final void addInfo(SpooledInfo info) {
    infos.put(info.otelTraceId(), info);
  }

  final Map<String, TraceLocation> knownLocations() {
    return knownLocations;
  }

  final RootTexts.Latest roots() {
    return roots;
  }

  /** There is no record behind those of the batches before. */
  void atEnd() {}

  final SpoolContext context(SpoolRecord record) {
    SharedRecord shared = record.shared();
    if (shared == null) {
      return SpoolContext.UNKNOWN;
    }
    if (!shared.equals(lastShared)) {
      lastContext = SpoolContext.decode(shared);
      lastShared = shared;
    }
    return lastContext;
  }
}
