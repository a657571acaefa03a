package dev.spanloom.cli.traces;

import dev.spanloom.cli.terminal.Terminal;
import dev.spanloom.cli.terminal.Texts;
import dev.spanloom.entities.Attachment;
import dev.spanloom.entities.AttributeValue;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.TraceState;
import dev.spanloom.entities.internal.derive.Previews;
import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A trace as a tree: each span with type, status, duration, tokens, and its inputs and outputs in
 * short.
 */
public final class TraceTree {
  private TraceTree() {}

  /** A span to be printed, and what stands left of it. */
  private record Item(Span span, String branch, String indent) {}

  public static void print(Trace trace, PrintWriter out, Terminal terminal) {
    TraceInfo info = trace.info();
    out.println(
        terminal.bold("Trace " + info.traceId())
            + "  "
            + (info.state() == TraceState.ERROR
                ? terminal.red(info.state().name())
                : terminal.green(info.state().name()))
            + "  "
            + duration(trace)
            + info.tokenUsage().map(usage -> "  " + usage.totalTokens() + " tokens").orElse(""));
    Map<String, List<Span>> children = children(trace.data().spans());
    Deque<Item> open = new ArrayDeque<>();
    push(open, children.getOrDefault("", List.of()), "");
    while (!open.isEmpty()) {
      Item item = open.pop();
      List<Span> below = children.getOrDefault(item.span().spanId(), List.of());
      print(item, !below.isEmpty(), out, terminal);
      push(open, below, item.indent());
    }
    for (Attachment.Reference attachment : trace.attachmentReferences()) {
      Long size = attachment.sizeBytes();
      out.println(
          terminal.dim("attachment: ")
              + Texts.oneLine(attachment.contentType(), 60)
              + "  "
              + (size == null ? "" : Texts.bytes(size) + "  ")
              + terminal.cyan(Texts.oneLine(attachment.id(), 60)));
    }
  }

  /** MLflow counts whole milliseconds; where the spans agree they know it better. */
  private static String duration(Trace trace) {
    Long millis = trace.info().executionDurationMillis();
    LongSummaryStatistics starts = new LongSummaryStatistics();
    LongSummaryStatistics ends = new LongSummaryStatistics();
    for (Span span : trace.data().spans()) {
      starts.accept(span.startTimeUnixNanos());
      Long end = span.endTimeUnixNanos();
      if (end != null) {
        ends.accept(end);
      }
    }
    long nanos = ends.getCount() == 0 ? -1 : ends.getMax() - starts.getMin();
    return millis != null && nanos > 0 && nanos / 1_000_000 == millis
        ? Texts.duration(nanos)
        : Texts.millis(millis);
  }

  private static void push(Deque<Item> open, List<Span> spans, String indent) {
    for (int i = spans.size() - 1; i >= 0; i--) {
      boolean last = i == spans.size() - 1;
      open.push(
          new Item(spans.get(i), indent + (last ? "└─ " : "├─ "), indent + (last ? "   " : "│  ")));
    }
  }

  /** By parent; spans whose parent is missing stand at the top, and so does one of each ring. */
  private static Map<String, List<Span>> children(List<Span> spans) {
    Set<String> ids = new HashSet<>();
    spans.forEach(span -> ids.add(span.spanId()));
    Map<String, List<Span>> children = new LinkedHashMap<>();
    for (Span span : spans) {
      String parentId = span.parentId();
      String key =
          parentId == null || !ids.contains(parentId) || parentId.equals(span.spanId())
              ? ""
              : parentId;
      children.computeIfAbsent(key, id -> new ArrayList<>()).add(span);
    }
    return children;
  }

  private static void print(Item item, boolean hasChildren, PrintWriter out, Terminal terminal) {
    Span span = item.span();
    boolean failed = span.status().statusCode() == SpanStatusCode.ERROR;
    String facts =
        span.spanType()
            + "  "
            + span.status().statusCode()
            + "  "
            + Texts.duration(span.durationNanos())
            + span.tokenUsage().map(usage -> "  " + usage.totalTokens() + " tokens").orElse("");
    int room = Math.max(8, terminal.columns() - item.branch().length() - facts.length() - 2);
    String name = Texts.oneLine(span.name(), room);
    out.println(
        terminal.dim(item.branch())
            + terminal.bold(name)
            + "  "
            + (failed ? terminal.red(facts) : terminal.cyan(facts)));
    String indent = item.indent() + (hasChildren ? "│ " : "  ");
    AttributeValue inputs = span.attributeValues().get(SpanAttributeKey.INPUTS);
    AttributeValue outputs = span.attributeValues().get(SpanAttributeKey.OUTPUTS);
    printValue("in:  ", inputs == null ? null : Previews.request(inputs), indent, out, terminal);
    printValue("out: ", outputs == null ? null : Previews.response(outputs), indent, out, terminal);
    if (failed && !span.status().description().isEmpty()) {
      int width = Math.max(8, terminal.columns() - indent.length() - 7);
      out.println(
          terminal.dim(indent)
              + terminal.red("error: " + Texts.oneLine(span.status().description(), width)));
    }
  }

  private static void printValue(
      String label, @Nullable String value, String indent, PrintWriter out, Terminal terminal) {
    if (value != null) {
      int width = Math.max(8, terminal.columns() - indent.length() - label.length());
      out.println(terminal.dim(indent + label) + Texts.oneLine(value, width));
    }
  }
}
