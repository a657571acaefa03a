package dev.spanloom.storage.sql.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.query.Filter;
import dev.spanloom.query.KeyedField;
import dev.spanloom.query.Literal;
import dev.spanloom.query.Operator;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LeafTestTest {
  private static LeafTest leaf(Operator operator, Literal value) {
    return LeafTest.of(new Filter.Compare(KeyedField.tag("k"), operator, value));
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "false", "yes", "no"})
  void allSpellingsOfABooleanAreEqualToItWhateverTheCase(String word) {
    assertThat(LeafTest.spellings(word))
        .contains(word, word.toUpperCase(Locale.ROOT))
        .doesNotHaveDuplicates()
        .allMatch(word::equalsIgnoreCase);
  }

  @Test
  void aLongSIsAnS() {
    assertThat(LeafTest.spellings("false")).contains("fal\u017fe").hasSize(2 * 2 * 2 * 3 * 2);
  }

  @Test
  void aPatternOfPercentSignsAsksForAnyValue() {
    assertThat(leaf(Operator.LIKE, new Literal.Text("%%"))).isEqualTo(new LeafTest.Any());
    assertThat(leaf(Operator.RLIKE, new Literal.Text("%")))
        .isEqualTo(new LeafTest.Pattern(Operator.RLIKE, "%"));
  }

  @Test
  void textIsNeverLessOrMore() {
    assertThat(leaf(Operator.LESS, new Literal.Text("5"))).isEqualTo(new LeafTest.None());
    assertThat(leaf(Operator.GREATER, new Literal.Bool(true))).isEqualTo(new LeafTest.None());
  }

  @Test
  void valuesAreSortedByHowTheyAreFound() {
    LeafTest.OneOf oneOf =
        (LeafTest.OneOf)
            LeafTest.of(
                new Filter.OneOf(
                    KeyedField.tag("k"),
                    true,
                    List.of(new Literal.Text("5"), Literal.Number.of(5), new Literal.Bool(false))));
    assertThat(oneOf.negated()).isTrue();
    assertThat(oneOf.texts()).contains("5", "false", "FALSE");
    assertThat(oneOf.numbers()).containsExactly(5.0);
  }
}
