package dev.spanloom.autolog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.AttributeValue;
import java.util.List;
import org.junit.jupiter.api.Test;

class RepeatedTextsTest {
  @Test
  void theSameTextIsEncodedTheSameAgain() {
    for (int i = 0; i < 2; i++) {
      assertThat(RepeatedTexts.encoded("openai")).isEqualTo(AttributeValue.of("openai"));
      assertThat(RepeatedTexts.encoded(List.of("stop")))
          .isEqualTo(AttributeValue.of(List.of("stop")));
    }
  }

  @Test
  void aTextAndAListOfItAreToldApart() {
    assertThat(RepeatedTexts.encoded("length"))
        .isNotEqualTo(RepeatedTexts.encoded(List.of("length")));
  }

  @Test
  void listsOfSeveralAreEncodedAsTheyAre() {
    assertThat(RepeatedTexts.encoded(List.of())).isEqualTo(AttributeValue.of(List.of()));
    assertThat(RepeatedTexts.encoded(List.of("stop", "length")))
        .isEqualTo(AttributeValue.of(List.of("stop", "length")));
  }

  @Test
  void longTextsAreLeftToTheSpan() {
    String text = "x".repeat(51);

    assertThat(RepeatedTexts.encoded(text)).isSameAs(text);
    assertThat(RepeatedTexts.encoded(List.of(text))).isEqualTo(AttributeValue.of(List.of(text)));
  }

  @Test
  void asManyTextsAsALibraryThinksOfAreEncodedRightly() {
    for (int i = 0; i < 500; i++) {
      assertThat(RepeatedTexts.encoded("text" + i)).isEqualTo(AttributeValue.of("text" + i));
    }
  }
}
