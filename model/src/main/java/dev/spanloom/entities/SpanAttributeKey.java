package dev.spanloom.entities;

/**
 * Span attributes with a meaning. Counterpart of {@code mlflow.tracing.constant.SpanAttributeKey}.
 */
public final class SpanAttributeKey {
  public static final String REQUEST_ID = "mlflow.traceRequestId";
  public static final String SPAN_TYPE = "mlflow.spanType";
  public static final String INPUTS = "mlflow.spanInputs";
  public static final String OUTPUTS = "mlflow.spanOutputs";
  public static final String FUNCTION_NAME = "mlflow.spanFunctionName";
  public static final String EXPERIMENT_ID = "mlflow.experimentId";
  public static final String START_TIME_NS = "mlflow.spanStartTimeNs";
  public static final String CHAT_TOOLS = "mlflow.chat.tools";
  public static final String CHAT_USAGE = "mlflow.chat.tokenUsage";
  public static final String MESSAGE_FORMAT = "mlflow.message.format";
  public static final String INTERMEDIATE_OUTPUTS = "mlflow.trace.intermediate_outputs";
  public static final String MODEL = "mlflow.llm.model";
  public static final String MODEL_PROVIDER = "mlflow.llm.provider";
  public static final String LLM_COST = "mlflow.llm.cost";
  public static final String LOG_LEVEL = "mlflow.spanLogLevel";
  public static final String DESCRIPTION = "mlflow.spanDescription";
  public static final String LINKED_PROMPTS = "mlflow.linkedPrompts";

  private SpanAttributeKey() {}
}
