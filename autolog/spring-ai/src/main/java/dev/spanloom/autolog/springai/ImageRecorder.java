package dev.spanloom.autolog.springai;

import dev.spanloom.autolog.ModelAnswer;
import dev.spanloom.autolog.ModelCall;
import dev.spanloom.autolog.ModelOperation;
import dev.spanloom.entities.SpanType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.image.Image;
import org.springframework.ai.image.ImageOptions;
import org.springframework.ai.image.ImageResponse;
import org.springframework.ai.image.observation.ImageModelObservationContext;

/** Calls of image models: LLM spans in the shape of OpenAI's images, which become attachments. */
final class ImageRecorder extends Recorder<ImageModelObservationContext> {
  ImageRecorder() {
    super(ImageModelObservationContext.class);
  }

  @Override
  ModelOperation operation(ImageModelObservationContext context) {
    return new ModelOperation(
        "ImageModel",
        SpanType.LLM,
        Providers.name(context.getOperationMetadata().provider()),
        null);
  }

  @Override
  boolean isCallOfModel() {
    return true;
  }

  @Override
  void started(ImageModelObservationContext context, ModelCall call) {
    Map<String, @Nullable Object> parameters = new LinkedHashMap<>();
    ImageOptions options = context.getRequest().getOptions();
    if (options != null) {
      put(parameters, "model", options.getModel());
      put(parameters, "n", options.getN());
      put(parameters, "width", options.getWidth());
      put(parameters, "height", options.getHeight());
      put(parameters, "style", options.getStyle());
      put(parameters, "response_format", options.getResponseFormat());
      if (options.getModel() != null) {
        call.model(options.getModel());
      }
    }
    Map<String, @Nullable Object> inputs = new LinkedHashMap<>(parameters);
    List<String> prompts = new ArrayList<>();
    context.getRequest().getInstructions().forEach(message -> prompts.add(message.getText()));
    inputs.put("prompt", prompts.size() == 1 ? prompts.get(0) : prompts);
    call.request(inputs, parameters, null);
  }

  private static void put(Map<String, @Nullable Object> map, String key, @Nullable Object value) {
    if (value != null) {
      map.put(key, value);
    }
  }

  @Override
  Outcome outcome(ImageModelObservationContext context, ModelCall call) {
    ImageResponse response = context.getResponse();
    if (response == null) {
      return Outcome.UNKNOWN;
    }
    call.span().setAttribute("count", response.getResults().size());
    if (!call.recordsContent()) {
      return Outcome.of(null);
    }
    List<Map<String, @Nullable Object>> images = new ArrayList<>();
    response
        .getResults()
        .forEach(
            result -> {
              Image image = result.getOutput();
              Map<String, @Nullable Object> map = new LinkedHashMap<>();
              put(map, "url", image.getUrl());
              put(map, "b64_json", image.getB64Json());
              images.add(map);
            });
    return new Outcome(true, Map.of("data", images), ModelAnswer.NONE);
  }
}
