package dev.spanloom.entities.internal.derive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PreviewsTest {
  private static final String MESSAGES =
      "[{\"role\": \"system\", \"content\": \"s\"}, {\"role\": \"user\", \"content\": \"first\"},"
          + " {\"role\": \"user\", \"content\": \"last\"},"
          + " {\"role\": \"assistant\", \"content\": \"answer\"}]";

  @Test
  void aShortTextIsKeptWithItsQuotes() {
    assertThat(Previews.request("\"hi\"")).isEqualTo("\"hi\"");
  }

  @Test
  void nothingIsTheEmptyText() {
    assertThat(Previews.request(null)).isEmpty();
  }

  @Test
  void aLongTextIsCutToAThousandCharactersThatEndInDots() {
    String preview = Previews.request("\"" + "x".repeat(2000) + "\"");

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

    assertThat(Previews.request(json)).isEqualTo("last");
    assertThat(Previews.response(json)).isEqualTo("answer");
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
    assertThat(Previews.request(json)).isEqualTo("last");
    assertThat(Previews.response(json)).isEqualTo("answer");

    String call = "[{\"role\": \"assistant\", \"parts\": [{\"type\": \"tool_call\"}]}]";
    assertThat(Previews.response(call)).isEqualTo(call);
    assertThat(Previews.request("[{\"role\": \"user\", \"parts\": []}, 1]"))
        .isEqualTo("[{\"role\": \"user\", \"parts\": []}, 1]");
  }

  @Test
  void aBareListOfMessagesIsItsText() {
    assertThat(Previews.request(MESSAGES)).isEqualTo(MESSAGES); // as MLflow does it
    assertThat(Previews.request("[]")).isEqualTo("[]");
  }

  @Test
  void withoutAMessageOfTheRoleTheLastCounts() {
    assertThat(Previews.request("{\"messages\": [{\"role\": \"tool\", \"content\": \"t\"}]}"))
        .isEqualTo("t");
  }

  @Test
  void messagesMayStandUnderInputAndInsideARequest() {
    assertThat(Previews.request("{\"input\": " + MESSAGES + "}")).isEqualTo("last");
    assertThat(Previews.request("{\"request\": {\"input\": " + MESSAGES + "}}")).isEqualTo("last");
  }

  @Test
  void theFirstChoiceOfAChatCompletionCounts() {
    assertThat(
            Previews.response(
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

    assertThat(Previews.response(json)).isEqualTo("part");
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
        "{not json"
      })
  void whatIsNoChatIsShownAsItIs(String json) {
    assertThat(Previews.request(json)).isEqualTo(json);
  }

  @Test
  void requestsInsideRequestsAreNotFollowedForever() {
    String json = "{\"request\": ".repeat(500) + "1" + "}".repeat(500);

    assertThat(Previews.request(json)).hasSize(1000);
  }
}
