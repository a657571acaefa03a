package dev.spanloom.autolog.springai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.contract.ChatCompletionsWire;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.ai.image.Image;
import org.springframework.ai.image.ImageGeneration;
import org.springframework.ai.image.ImageOptionsBuilder;
import org.springframework.ai.image.ImagePrompt;
import org.springframework.ai.image.ImageResponse;
import org.springframework.ai.image.observation.ImageModelObservationContext;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.util.MimeTypeUtils;

/** Images that are asked about, and images that models make. */
class MediaTest extends Tracing {
  private static final byte[] PNG = new byte[4096];

  private final ObservationRegistry registry =
      Registries.tracing(new SpringAiObservationHandler(AutologOptions.DEFAULT));

  @Test
  void anImageInAPromptBecomesAnAttachment() {
    provider.reply(new ChatCompletionsWire().answer("It is black.", 23, 7));

    Models.client(Models.chat(provider.url(), "key", registry), registry)
        .build()
        .prompt()
        .user(
            user ->
                user.text("Which colour?")
                    .media(MimeTypeUtils.IMAGE_PNG, new ByteArrayResource(PNG)))
        .call()
        .content();

    Span model = named(onlyTrace(), "ChatModel");
    assertThat(model.inputs().toString())
        .contains("Which colour?", "image_url", "mlflow-attachment://")
        .doesNotContain(Base64.getEncoder().encodeToString(PNG));
  }

  @Test
  void anImageThatAModelMakesIsItsOutput() {
    ImageModelObservationContext context =
        ImageModelObservationContext.builder()
            .imagePrompt(
                new ImagePrompt(
                    "A grey cat",
                    ImageOptionsBuilder.builder().model("gpt-image-1").width(512).build()))
            .provider("openai")
            .build();

    Observation.createNotStarted("image", () -> context, registry)
        .observe(
            () ->
                context.setResponse(
                    new ImageResponse(
                        List.of(
                            new ImageGeneration(
                                new Image(null, Base64.getEncoder().encodeToString(PNG)))))));

    Span image = named(onlyTrace(), "ImageModel");
    assertThat(image.attribute(SpanAttributeKey.MODEL)).isEqualTo("gpt-image-1");
    assertThat(image.attribute("width")).isEqualTo(512L);
    assertThat(image.inputs().toString()).contains("A grey cat");
    assertThat(image.outputs().toString()).contains("mlflow-attachment://");
  }
}
