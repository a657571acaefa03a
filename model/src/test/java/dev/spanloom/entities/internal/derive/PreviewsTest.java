package dev.spanloom.entities.internal.derive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.AttributeValue;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreviewsTest {
  private static final String MESSAGES =
      "[{\"role\": \"system\", \"content\": \"s\"}, {\"role\": \"user\", \"content\": \"first\"},"
          + " {\"role\": \"user\", \"content\": \"last\"},"
          + " {\"role\": \"assistant\", \"content\": \"answer\"}]";

  private static final String NO_JSON = "{not json";

  private static String request(@Nullable String json) {
    return preview(json, Previews::request);
  }

  private static String response(@Nullable String json) {
    return preview(json, Previews::response);
  }

  /** That of a value that is known as text, which is the same for one that is known encoded. */
  private static String preview(
      @Nullable String json, Function<@Nullable AttributeValue, String> preview) {
    String ofText = preview.apply(json == null ? null : AttributeValue.ofJson(json));
    if (json != null && !json.equals(NO_JSON)) {
      byte[] encoded = AttributeValue.ofJson(json).anyValue();
      assertThat(preview.apply(AttributeValue.ofAnyValue(encoded))).isEqualTo(ofText);
    }
    return ofText;
  }

  @Test
  void aShortTextIsKeptWithItsQuotes() {
    assertThat(request("\"hi\"")).isEqualTo("\"hi\"");
  }

  @Test
  void nothingIsTheEmptyText() {
    assertThat(request(null)).isEmpty();
  }

  @Test
  void aLongTextIsCutToAThousandCharactersThatEndInDots() {
    String preview = request("\"" + "x".repeat(2000) + "\"");

    assertThat(preview).hasSize(1000).endsWith("x...");
  }

  @Test
  void aTextOfExactlyTheLimitIsNotCut() {
    assertThat(Previews.cut("x".repeat(250), 250)).isEqualTo("x".repeat(250));
  }

  @Test
  void charactersBeyondTheFirstPlaneCountAsOneLikeInPython() {
    assertThat(Previews.cut("😀".repeat(10), 10)).isEqualTo("😀".repeat(10));
    assertThat(Previews.cut("😀".repeat(11), 10)).isEqualTo("😀".repeat(7) + "...");
  }

  @Test
  void ofMessagesTheLastOfTheRoleCounts() {
    String json = "{\"messages\": " + MESSAGES + "}";

    assertThat(request(json)).isEqualTo("last");
    assertThat(response(json)).isEqualTo("answer");
  }

  @Test
  void messagesOfOpenTelemetryAreReadToo() {
    String json =
        """
        [{"role": "user", "parts": [{"type": "text", "content": "first"}]},
         {"role": "user", "parts": [{"type": "blob", "content": "AQ=="},
                                    {"type": "text", "content": "last"}]},
         {"role": "assistant", "parts": [{"type": "text", "content": "answer"}]}]"""
            .replace("\n", "");
    assertThat(request(json)).isEqualTo("last");
    assertThat(response(json)).isEqualTo("answer");

    String call = "[{\"role\": \"assistant\", \"parts\": [{\"type\": \"tool_call\"}]}]";
    assertThat(response(call)).isEqualTo(call);
    assertThat(request("[{\"role\": \"user\", \"parts\": []}, 1]"))
        .isEqualTo("[{\"role\": \"user\", \"parts\": []}, 1]");
  }

  @Test
  void aBareListOfMessagesIsItsText() {
    assertThat(request(MESSAGES)).isEqualTo(MESSAGES); // as MLflow does it
    assertThat(request("[]")).isEqualTo("[]");
  }

  @Test
  void withoutAMessageOfTheRoleTheLastCounts() {
    assertThat(request("{\"messages\": [{\"role\": \"tool\", \"content\": \"t\"}]}"))
        .isEqualTo("t");
  }

  @Test
  void messagesMayStandUnderInputAndInsideARequest() {
    assertThat(request("{\"input\": " + MESSAGES + "}")).isEqualTo("last");
    assertThat(request("{\"request\": {\"input\": " + MESSAGES + "}}")).isEqualTo("last");
  }

  @Test
  void theFirstChoiceOfAChatCompletionCounts() {
    assertThat(
            response(
                "{\"choices\": [{\"message\": {\"role\": \"assistant\", \"content\": \"c\"}}]}"))
        .isEqualTo("c");
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "output_text"})
  void theFirstTextPartOfAContentListCounts(String type) {
    String json =
        "{\"output\": [{\"role\": \"assistant\", \"content\": [{\"type\": \"image\"}, {\"type\": \""
            + type
            + "\", \"text\": \"part\"}]}]}";

    assertThat(response(json)).isEqualTo("part");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"messages\": 5}",
        "{\"messages\": []}",
        "{\"input\": \"text\"}",
        "{\"choices\": {\"a\": 1}}",
        "{\"choices\": []}",
        "{\"choices\": [1]}",
        "{\"messages\": [{\"role\": \"user\"}]}",
        "{\"messages\": [{\"role\": \"user\", \"content\": null}]}",
        "{\"messages\": [{\"role\": \"user\", \"content\": \"\"}]}",
        "{\"messages\": [{\"role\": \"user\", \"content\": 5}]}",
        "{\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"text\"}]}]}",
        "{\"request\": \"text\"}",
        NO_JSON
      })
  void whatIsNoChatIsShownAsItIs(String json) {
    assertThat(request(json)).isEqualTo(json);
  }

  @Test
  void requestsInsideRequestsAreNotFollowedForever() {
    String json = "{\"request\": ".repeat(500) + "1" + "}".repeat(500);

    assertThat(request(json)).hasSize(1000);
  }

  @Test
  void whatIsNoTextCountsAsItsJsonDoes() {
    AttributeValue bytes =
        AttributeValue.of(
            Map.of("messages", List.of(Map.of("role", "user", "content", new byte[] {1, 2}))));

    assertThat(Previews.request(bytes)).isEqualTo("AQI=");
    assertThat(Previews.request(AttributeValue.ofJson(bytes.json()))).isEqualTo("AQI=");
  }

  @Test
  void ofALongValueOnlyTheBeginningIsMade() {
    AttributeValue value =
        AttributeValue.of(Map.of("list", Collections.nCopies(1000, List.of("ä😀", "text"))));

    assertThat(value.jsonStart(250).length()).isLessThan(1100);
    assertThat(Previews.text(value, 250)).isEqualTo(Previews.cut(value.json(), 250));
  }
}
