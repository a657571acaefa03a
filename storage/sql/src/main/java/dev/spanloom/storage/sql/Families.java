package dev.spanloom.storage.sql;

import dev.spanloom.entities.SpanAttributeKey;
import java.util.Set;

/** The families of keys, see {@code docs/spec/sql-layout.md}. */
public final class Families {
  public static final String TRACE_NAME = "N";
  public static final String TAG = "g";
  public static final String METADATA = "m";
  public static final String SPAN_NAME = "n";
  public static final String SPAN_TYPE = "t";
  public static final String SPAN_STATUS = "s";
  public static final String SPAN_MODEL = "o";
  public static final String ATTRIBUTE = "a";
  public static final String SPAN_DURATION = "d";
  public static final String SPAN_INPUT_TOKENS = "i";
  public static final String SPAN_OUTPUT_TOKENS = "p";
  public static final String SPAN_TOTAL_TOKENS = "u";
  public static final String SPAN_COST = "c";

  /** A key of {@link #ATTRIBUTE} with so many values gets no more of them. */
  public static final int MAX_ATTRIBUTE_VALUES = 2_000;

  /** What is payload, or has a place of its own: asked for by its text only. */
  private static final Set<String> NOT_INDEXED =
      Set.of(
          SpanAttributeKey.INPUTS,
          SpanAttributeKey.OUTPUTS,
          SpanAttributeKey.REQUEST_ID,
          SpanAttributeKey.CHAT_USAGE,
          SpanAttributeKey.CHAT_TOOLS,
          SpanAttributeKey.LLM_COST,
          SpanAttributeKey.START_TIME_NS);

  private Families() {}

  /** Whether values of a span attribute are terms. */
  public static boolean isIndexed(String attribute) {
    return !NOT_INDEXED.contains(attribute);
  }
}
