package dev.spanloom.cli.traces;

import dev.spanloom.cli.output.Format;
import dev.spanloom.cli.output.Rows;
import dev.spanloom.cli.terminal.Console;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.otlp.OtlpJsonWriter;
import dev.spanloom.storage.SpanSummary;
import dev.spanloom.storage.TraceStore;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Prints traces one after another. */
final class TracePrinter {
  private static final int PAGE = 1000;

  private final TraceStore store;
  private final Console console;
  private final TraceForm form;
  private final @Nullable SpanRange range;

  /**
   * A printer.
   *
   * @param range which spans; null for all
   */
  TracePrinter(TraceStore store, Console console, TraceForm form, @Nullable SpanRange range) {
    this.store = store;
    this.console = console;
    this.form = form;
    this.range = range;
  }

  /** Prints a trace; false when there is none of that id. */
  boolean print(String traceId) {
    if (form == TraceForm.TABLE || form == TraceForm.CSV) {
      Optional<TraceInfo> info = store.reader().info(traceId);
      info.ifPresent(found -> printSpans(traceId));
      return info.isPresent();
    }
    Optional<Trace> trace = trace(traceId);
    trace.ifPresent(this::print);
    return trace.isPresent();
  }

  private Optional<Trace> trace(String traceId) {
    SpanRange part = range;
    return part == null
        ? store.reader().trace(traceId)
        : store
            .reader()
            .info(traceId)
            .map(
                info ->
                    new Trace(info, store.reader().spans(traceId, part.offset(), part.limit())));
  }

  private void print(Trace trace) {
    switch (form) {
      case JSON -> console.out().println(trace.toPrettyJson());
      case JSONL -> console.out().println(trace.toJson());
      case OTLP -> console.out().println(OtlpJsonWriter.write(trace.data().spans()));
      default -> TraceTree.print(trace, console.out(), console.terminal());
    }
    console.checkOut();
  }

  /** The spans page by page: a trace can have a hundred thousand. */
  private void printSpans(String traceId) {
    Rows<SpanSummary> rows =
        SpanListing.ofSummaries().rows(form == TraceForm.CSV ? Format.CSV : Format.TABLE, console);
    int offset = range == null ? 0 : range.offset();
    int left = range == null ? Integer.MAX_VALUE : range.limit();
    List<SpanSummary> page;
    do {
      page = store.reader().skeleton(traceId, offset, Math.min(left, PAGE));
      page.forEach(rows::add);
      console.checkOut();
      offset += page.size();
      left -= page.size();
    } while (page.size() == PAGE && left > 0);
    rows.end(null);
  }
}
