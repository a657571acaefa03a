package dev.spanloom.autolog.bedrock;

import dev.spanloom.autolog.ModelOperation;
import dev.spanloom.entities.SpanType;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The calls that are recorded; spans have the names that MLflow's integration for boto3 gives. */
enum BedrockOperation {
  CONVERSE("Converse", "converse", SpanType.CHAT_MODEL, "bedrock"),
  CONVERSE_STREAM("ConverseStream", "converse_stream", SpanType.CHAT_MODEL, "bedrock"),
  INVOKE_MODEL("InvokeModel", "invoke_model", SpanType.LLM, null),
  INVOKE_MODEL_STREAM(
      "InvokeModelWithResponseStream", "invoke_model_with_response_stream", SpanType.LLM, null),
  APPLY_GUARDRAIL("ApplyGuardrail", "apply_guardrail", SpanType.GUARDRAIL, null);

  private static final Map<String, BedrockOperation> BY_NAME =
      Stream.of(values()).collect(Collectors.toMap(each -> each.awsName, Function.identity()));

  private final String awsName;

  @SuppressWarnings("ImmutableEnumChecker") // a record of texts
  private final ModelOperation operation;

  BedrockOperation(String awsName, String name, String type, @Nullable String messageFormat) {
    this.awsName = awsName;
    this.operation = new ModelOperation("BedrockRuntime." + name, type, "bedrock", messageFormat);
  }

  /** The operation by AWS's name for it; null for those that are not recorded. */
  static @Nullable BedrockOperation named(@Nullable String awsName) {
    return awsName == null ? null : BY_NAME.get(awsName);
  }

  ModelOperation operation() {
    return operation;
  }

  /** Whether the answer comes as a stream of events. */
  boolean isStream() {
    return this == CONVERSE_STREAM || this == INVOKE_MODEL_STREAM;
  }

  /** Whether request and answer are in a shape of the model's vendor. */
  boolean isVendors() {
    return this == INVOKE_MODEL || this == INVOKE_MODEL_STREAM;
  }
}
