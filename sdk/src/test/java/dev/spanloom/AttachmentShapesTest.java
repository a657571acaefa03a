package dev.spanloom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Attachment;
import dev.spanloom.entities.internal.json.JsonReader;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The shapes in which model providers send files; the cases are those of MLflow's own tests. */
class AttachmentShapesTest extends TracingTest {
  private static final byte[] PNG =
      Base64.getDecoder()
          .decode(
              "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwADhQGAWjR9awAAAABJRU5ErkJggg==");
  private static final String BASE64 = Base64.getEncoder().encodeToString(PNG);

  record AudioReply(String transcript, Map<String, String> audio) {}

  public static final class Image {
    public String getB64Json() {
      return BASE64;
    }

    public String getRevisedPrompt() {
      return "a sunset";
    }
  }

  record Blob(String mimeType, byte[] data) {}

  record Part(Blob inlineData) {}

  private static Object json(String text) {
    return JsonReader.read(text.replace('\'', '"').replace("B64", BASE64));
  }

  static Stream<Arguments> shapes() {
    return Stream.of(
        Arguments.of("image/png", "data:image/png;base64," + BASE64),
        Arguments.of(
            "image/png",
            json(
                "{'messages':[{'role':'user','content':[{'type':'text','text':'What is this?'},"
                    + "{'type':'image_url','image_url':{'url':'data:image/png;base64,B64'}}]}]}")),
        Arguments.of(
            "application/pdf",
            json("{'file':{'filename':'a.pdf','file_data':'data:application/pdf;base64,B64'}}")),
        Arguments.of("audio/wav;codecs=1", json("{'a':'data:audio/wav;codecs=1;base64,B64'}")),
        Arguments.of(
            "audio/mp3",
            json("{'type':'input_audio','input_audio':{'data':'B64','format':'mp3'}}")),
        Arguments.of("image/png", json("{'data':[{'b64_json':'B64','revised_prompt':'x'}]}")),
        Arguments.of("image/png", new Image()),
        Arguments.of(
            "image/jpeg",
            json("{'predictions':[{'mimeType':'image/jpeg','bytesBase64Encoded':'B64'}]}")),
        Arguments.of(
            "audio/wav",
            json("{'message':{'audio':{'id':'audio_1','data':'B64','transcript':'Hello'}}}")),
        Arguments.of("audio/wav", new AudioReply("Hi", Map.of("data", BASE64, "id", "audio_1"))),
        Arguments.of(
            "image/webp",
            json("{'type':'image_generation_call','result':'B64','output_format':'webp'}")),
        Arguments.of(
            "image/png",
            json(
                "{'type':'image','source':{'type':'base64','media_type':'image/png','data':'B64'}}")),
        Arguments.of(
            "application/pdf",
            json(
                "{'type':'document','source':"
                    + "{'type':'base64','media_type':'application/pdf','data':'B64'}}")),
        Arguments.of("image/png", json("{'image':{'format':'png','source':{'bytes':'B64'}}}")),
        Arguments.of(
            "image/jpeg",
            Map.of("image", Map.of("format", "jpeg", "source", Map.of("bytes", PNG)))),
        Arguments.of(
            "application/pdf", json("{'document':{'format':'pdf','source':{'bytes':'B64'}}}")),
        Arguments.of("image/png", json("{'inline_data':{'mime_type':'image/png','data':'B64'}}")),
        Arguments.of("image/png", json("{'inlineData':{'mimeType':'image/png','data':'B64'}}")),
        Arguments.of("image/gif", List.of(new Part(new Blob("image/gif", PNG)))));
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void theFileOfAShapeGoesOutOfLineAndAllElseStays(String type, Object value) {
    try (LiveSpan span = Mlflow.startSpan("s")) {
      span.setOutputs(value);
    }
    List<Attachment.Reference> found = trace().attachmentReferences();
    assertThat(found).hasSize(1);
    assertThat(found.get(0).contentType()).isEqualTo(type);
    assertThat(found.get(0).sizeBytes()).isEqualTo(PNG.length);
    assertThat(Mlflow.getAttachment(found.get(0).toUri()).orElseThrow().content()).isEqualTo(PNG);
    assertThat(trace().toJson()).doesNotContain(BASE64);
  }

  @Test
  void whatStandsBesideAFileIsKept() {
    try (LiveSpan span = Mlflow.startSpan("s")) {
      span.setInputs(
          json(
              "{'source':{'type':'base64','media_type':'image/png','data':'B64'},"
                  + "'extra':'data:image/png;base64,B64'}"));
    }
    Map<?, ?> inputs = (Map<?, ?>) span().inputs();
    assertThat((Map<?, ?>) inputs.get("source"))
        .extracting("type", "media_type")
        .containsExactly("base64", "image/png");
    assertThat((String) inputs.get("extra")).startsWith("mlflow-attachment://");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'https://example.com/photo.png'",
        "'hello world'",
        "'data:image/png;base64,!!!not-valid-base64!!!'",
        "'data:image/png;base64,Zg==!!!'",
        "'data:image/png;base64,'",
        "'data:;base64,dGVzdA=='",
        "'data:text/plain,hello'",
        "'data:,'",
        "'data:'",
        "{'input_audio':{'data':'!!!bad!!!','format':'wav'}}",
        "{'input_audio':{'data':'B64'}}",
        "{'data':'B64'}",
        "{'data':{'id':'B64'}}",
        "{'result':'B64','type':'function_call'}",
        "{'type':'image_generation_call','result':'!!!bad!!!','output_format':'png'}",
        "{'image':{'format':'png','source':{'bytes':'!!!bad!!!'}}}",
        "{'image':{'source':{'bytes':'B64'}}}",
        "{'inline_data':{'mime_type':'image/jpeg','data':'!!!bad!!!'}}",
        "{'inline_data':{'mime_type':'','data':'B64'}}",
        "{'source':{'type':'url','media_type':'image/png','data':'B64'}}",
        "{'source':{'type':'base64','media_type':'png','data':'B64'}}"
      })
  void whatIsNoFileStaysAsItIs(String text) {
    Object value = json(text);
    try (LiveSpan span = Mlflow.startSpan("s")) {
      span.setInputs(value);
    }
    assertThat(span().inputs()).isEqualTo(value);
    assertThat(Mlflow.exportStats().attachments().taken()).isZero();
  }
}
