package dev.spanloom.entities;

/** Spans of one trace, made in a line. */
public final class TestSpans {
  public static final String TRACE_ID = "tr-" + "0af7651916cd43dd8448eb211c80319c";
  public static final long START = 1_700_000_000_000_000_000L;

  private TestSpans() {}

  /** A span of a number, from START plus the number in milliseconds, 10 milliseconds long. */
  public static Span.Builder span(int number, int parent) {
    long start = START + number * 1_000_000L;
    return Span.builder(TRACE_ID, id(number))
        .parentId(parent == 0 ? null : id(parent))
        .name("span" + number)
        .startTimeUnixNanos(start)
        .endTimeUnixNanos(start + 10_000_000);
  }

  public static Span.Builder root() {
    return span(1, 0);
  }

  public static String id(int number) {
    return String.format("%016x", number);
  }

  public static Span.Builder usage(Span.Builder span, long input, long output) {
    return span.attribute(
        SpanAttributeKey.CHAT_USAGE, AttributeValue.of(new TokenUsage(input, output).toMap()));
  }
}
