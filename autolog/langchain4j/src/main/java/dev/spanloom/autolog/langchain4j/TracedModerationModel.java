package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.segment.TextSegment;
import dev.langchain4j.model.input.Prompt;
import dev.langchain4j.model.moderation.Moderation;
import dev.langchain4j.model.moderation.ModerationModel;
import dev.langchain4j.model.output.Response;
import dev.spanloom.TracingContext;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.entities.SpanType;
import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A moderation model whose calls are GUARDRAIL spans. */
final class TracedModerationModel extends TracedObject {
  private final AutologOptions options;

  private TracedModerationModel(ModerationModel model, AutologOptions options) {
    super(model);
    this.options = options;
  }

  static ModerationModel wrap(ModerationModel model, AutologOptions options) {
    return isTraced(model) || !options.enabled()
        ? model
        : new TracedModerationModel(model, options).as(ModerationModel.class);
  }

  @Override
  boolean isTraced(Method method) {
    return method.getName().equals("moderate") || method.getName().equals("doModerate");
  }

  @Override
  @Nullable Object trace(Method method, Object[] arguments) throws Throwable {
    Step step =
        Step.start(
            simpleName(),
            SpanType.GUARDRAIL,
            ServiceCalls.contextOfMessages(arguments[0]),
            options);
    step.inputs(() -> Map.of("input", input(arguments[0])));
    try (TracingContext.Opened entered = step.enter()) {
      Object result = forward(method, arguments);
      Step.quietly(() -> describe(step, result));
      step.completed(() -> outputs(result));
      return result;
    } catch (Throwable e) {
      step.failed(e);
      throw e;
    }
  }

  private static Object input(Object asked) {
    if (asked instanceof List<?> messages) {
      return messages.stream().map(TracedModerationModel::input).toList();
    } else if (asked instanceof ChatMessage message) {
      return ChatMessages.toMap(message);
    } else if (asked instanceof Prompt prompt) {
      return prompt.text();
    } else if (asked instanceof TextSegment segment) {
      return segment.text();
    } else if (asked instanceof String text) {
      return text;
    }
    Object texts = PublicMethods.call(asked, "texts");
    return texts == null ? asked.toString() : texts;
  }

  private static @Nullable Moderation moderation(@Nullable Object result) {
    Object content =
        result instanceof Response<?> response
            ? response.content()
            : result == null ? null : PublicMethods.call(result, "moderation");
    return content instanceof Moderation moderation ? moderation : null;
  }

  private static void describe(Step step, @Nullable Object result) {
    Moderation moderation = moderation(result);
    if (moderation != null) {
      step.attributes(Map.of("flagged", moderation.flagged()));
    }
  }

  private static @Nullable Object outputs(@Nullable Object result) {
    Moderation moderation = moderation(result);
    if (moderation == null) {
      return null;
    }
    Map<String, @Nullable Object> outputs = new LinkedHashMap<>();
    outputs.put("flagged", moderation.flagged());
    if (moderation.flaggedText() != null) {
      outputs.put("flagged_text", moderation.flaggedText());
    }
    return outputs;
  }
}
