package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.guardrail.GuardrailRequest;
import dev.langchain4j.guardrail.GuardrailResult;
import dev.langchain4j.guardrail.InputGuardrailRequest;
import dev.langchain4j.guardrail.OutputGuardrailRequest;
import dev.spanloom.TracingContext;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.entities.SpanType;
import java.lang.ref.WeakReference;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The guardrails of AI services as GUARDRAIL spans. What one rejects is no error of its own. */
final class Guardrails {
  private static final ThreadLocal<@Nullable WeakReference<GuardrailRequest<?>>> RECORDED =
      new ThreadLocal<>();

  private Guardrails() {}

  /** Validates, as a span; what the guardrail does is below it. */
  static <R extends GuardrailResult<R>> R record(
      GuardrailRequest<?> request, Object guardrail, AutologOptions options, Supplier<R> validate) {
    if (!options.enabled()) {
      return validate.get();
    }
    Step step =
        Step.start(
            guardrail.getClass().getSimpleName(),
            SpanType.GUARDRAIL,
            ServiceCalls.contextOf(request.requestParams().invocationContext()),
            options);
    step.inputs(() -> inputs(request));
    try (TracingContext.Opened entered = step.enter()) {
      R result = validate.get();
      end(step, result, 0);
      return result;
    } catch (RuntimeException | Error e) {
      step.failed(e.getCause() == null ? e : e.getCause());
      throw e;
    } finally {
      RECORDED.set(new WeakReference<>(request));
    }
  }

  /** Whether the thread has just recorded the guardrail of this request; asked once. */
  static boolean isRecorded(GuardrailRequest<?> request) {
    WeakReference<GuardrailRequest<?>> recorded = RECORDED.get();
    RECORDED.remove();
    return recorded != null && recorded.get() == request;
  }

  static @Nullable Object inputs(GuardrailRequest<?> request) {
    if (request instanceof InputGuardrailRequest input) {
      return ChatMessages.toMap(input.userMessage());
    }
    return request instanceof OutputGuardrailRequest output
        ? ChatMessages.toMap(output.responseFromLLM().aiMessage())
        : null;
  }

  static void end(Step step, GuardrailResult<?> result, long endTimeUnixNanos) {
    Step.quietly(() -> step.attributes(Map.of("result", result.result().name())));
    step.completedAt(endTimeUnixNanos, () -> outputs(result));
  }

  private static Object outputs(GuardrailResult<?> result) {
    Map<String, @Nullable Object> outputs = new LinkedHashMap<>();
    outputs.put("result", result.result().name());
    if (result.hasRewrittenResult()) {
      outputs.put("rewritten", result.successfulText());
    }
    List<? extends GuardrailResult.Failure> failures = result.failures();
    if (!failures.isEmpty()) {
      outputs.put("failures", failures.stream().map(GuardrailResult.Failure::message).toList());
    }
    return outputs;
  }
}
