package dev.spanloom.internal.export;

import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.internal.proto.ProtoWriter;
import dev.spanloom.entities.internal.proto.SpanMessage;
import dev.spanloom.internal.spool.RecordSource;
import dev.spanloom.internal.spool.SpoolRecord;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The batches of a process that has died: what had not arrived, and then the spans that were open
 * when it died, ended with an error. Read again they are the same, so that shipping may be cut off
 * and begun again. For one thread.
 */
final class DeadBatches extends SpoolBatches {
  /** The event on a span that its process left open. */
  static final String EVENT = "spanloom.process_died";

  private static final String DESCRIPTION = "the process died before the span ended";
  private static final int ERROR = 2;

  private final Map<String, SpoolRecord> open = new LinkedHashMap<>();
  private final Set<String> tracesWithNews = new HashSet<>();
  private long lastUnixMillis;
  private boolean exitedWell;
  private boolean ended;

  DeadBatches(RecordSource source) {
    super(source);
  }

  @Override
  boolean add(SpoolRecord record) {
    boolean arrived = source().position() <= source().settledPosition();
    lastUnixMillis = Math.max(lastUnixMillis, record.timeUnixMillis());
    switch (record.kind()) {
      case SPAN_START -> open.put(SpanIds.of(record).spanId(), record);
      case SPAN_OVER -> open.remove(SpanIds.of(record).spanId());
      case CLEAN_EXIT -> exitedWell = true;
      case SPAN -> open.remove(SpanIds.of(record).spanId());
      case ATTACHMENT -> {}
      default -> tracesWithNews.add(SpanIds.of(record).traceId());
    }
    return arrived || super.add(record);
  }

  @Override
  void atEnd() {
    if (ended) {
      return;
    }
    ended = true;
    if (exitedWell) {
      return;
    }
    for (SpoolRecord start : open.values()) {
      SpanIds ids = SpanIds.of(start);
      addSpan(context(start), died(start), start);
      if (ids.isRoot() || !tracesWithNews.contains(ids.traceId())) {
        addNews(ids, start);
      }
    }
    open.clear();
  }

  /**
   * Of a trace whose root was cut off, or of which nothing was said yet: so that it is in its
   * experiment, and has failed also where its spans do not decide that.
   */
  private void addNews(SpanIds ids, SpoolRecord start) {
    ProtoWriter out = new ProtoWriter(64);
    long startMillis = ids.startUnixNanos() / 1_000_000;
    SpooledInfo.head(
        out, ids.traceId(), startMillis, ids.isRoot() ? TraceState.ERROR : TraceState.IN_PROGRESS);
    if (ids.isRoot()) {
      SpooledInfo.duration(out, Math.max(0, lastUnixMillis - startMillis));
    }
    if (tracesWithNews.add(ids.traceId())) {
      SpooledInfo.ofOrigin(out);
    } else {
      SpooledInfo.partial(out);
    }
    addInfo(SpooledInfo.decode(out.toByteArray(), context(start), roots(), knownLocations()));
  }

  /** The span as it was known at its start, ended when its process was last heard of. */
  private byte[] died(SpoolRecord start) {
    long nanos = Math.max(lastUnixMillis * 1_000_000, SpanIds.of(start).startUnixNanos());
    ProtoWriter out = new ProtoWriter(start.payload().length + 128);
    out.writeRaw(start.payload(), 0, start.payload().length);
    out.fixed64Field(8, nanos);
    SpanMessage.event(out, nanos, EVENT, Map.of(), 0);
    SpanMessage.status(out, ERROR, DESCRIPTION);
    return out.toByteArray();
  }
}
