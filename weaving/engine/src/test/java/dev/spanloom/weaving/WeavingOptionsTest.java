package dev.spanloom.weaving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeavingOptionsTest {
  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", " ", ","})
  void withoutOptionsAllClassesAreCovered(String text) {
    assertThat(WeavingOptions.parse(text)).isEqualTo(WeavingOptions.DEFAULTS);
    assertThat(WeavingOptions.DEFAULTS.covers("com.acme.Search")).isTrue();
  }

  @Test
  void allOptionsAreRead() {
    assertThat(WeavingOptions.parse("include=a.b.*;c.D,exclude=x.*, debug=some/folder"))
        .isEqualTo(
            new WeavingOptions(List.of("a.b.*", "c.D"), List.of("x.*"), Path.of("some", "folder")));
  }

  @ParameterizedTest
  @CsvSource({
    "*, com.acme.Search, true",
    "com.acme.*, com.acme.Search, true",
    "com.acme.*, com.acme.text.Words, true",
    "com.acme.*, com.acmes.Words, false",
    "com.acme.Search, com.acme.Search, true",
    "com.acme.Search, com.acme.Search$Query, true",
    "com.acme.Search, com.acme.Searches, false",
    "com.acme.Search$Query, com.acme.Search, false",
    "Main, Main, true",
  })
  void aPatternCoversPackageOrClass(String pattern, String className, boolean covered) {
    assertThat(WeavingOptions.parse("include=" + pattern).covers(className)).isEqualTo(covered);
    assertThat(WeavingOptions.parse("exclude=" + pattern).covers(className)).isEqualTo(!covered);
  }

  @Test
  void anExcludedClassIsNotCoveredEvenWhenItIsIncluded() {
    WeavingOptions options = WeavingOptions.parse("include=com.acme.*,exclude=com.acme.Search");
    assertThat(options.covers("com.acme.Search")).isFalse();
    assertThat(options.covers("com.acme.Index")).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "exlude=a.*",
        "verbose",
        "include",
        "include=",
        "include=a..b",
        "include=a.*.b",
        "include=a.b;",
        "exclude=com/acme/*",
        "debug=",
        "debug=a\0b",
      })
  void aBadOptionIsRefusedWithItselfAndTheOnesThatAreKnown(String text) {
    assertThatThrownBy(() -> WeavingOptions.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll("'" + text + "'", "include=", "exclude=", "debug=");
  }

  @Test
  void aBadOptionCanBeLeftOut() {
    List<String> problems = new ArrayList<>();
    WeavingOptions options = WeavingOptions.parse("colour=red,exclude=a.*", problems::add);
    assertThat(options.excludes()).containsExactly("a.*");
    assertThat(problems).singleElement().asString().contains("'colour=red'");
  }
}
