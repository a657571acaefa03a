package dev.spanloom.entities;

/**
 * The span types that user interfaces know. A type is free text: any other string is a type too.
 * Counterpart of {@code mlflow.entities.SpanType}.
 */
public final class SpanType {
  public static final String LLM = "LLM";
  public static final String CHAIN = "CHAIN";
  public static final String AGENT = "AGENT";
  public static final String TOOL = "TOOL";
  public static final String CHAT_MODEL = "CHAT_MODEL";
  public static final String RETRIEVER = "RETRIEVER";
  public static final String PARSER = "PARSER";
  public static final String EMBEDDING = "EMBEDDING";
  public static final String RERANKER = "RERANKER";
  public static final String MEMORY = "MEMORY";
  public static final String UNKNOWN = "UNKNOWN";
  public static final String WORKFLOW = "WORKFLOW";
  public static final String TASK = "TASK";
  public static final String GUARDRAIL = "GUARDRAIL";
  public static final String EVALUATOR = "EVALUATOR";

  private SpanType() {}
}
