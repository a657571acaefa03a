package dev.spanloom.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TextsTest {
  @Test
  void durationsHaveTheUnitThatFits() {
    assertThat(Texts.duration(1_500L)).isEqualTo("2 µs");
    assertThat(Texts.duration(2_500_000L)).isEqualTo("2.5 ms");
    assertThat(Texts.duration(250_000_000L)).isEqualTo("250 ms");
    assertThat(Texts.duration(2_500_000_000L)).isEqualTo("2.50 s");
    assertThat(Texts.duration(null)).isEqualTo("running");
    assertThat(Texts.millis(0L)).isEqualTo("< 1 ms");
    assertThat(Texts.millis(1_500L)).isEqualTo("1.50 s");
    assertThat(Texts.millis(null)).isEqualTo("running");
    assertThat(Texts.span(Duration.ofSeconds(7_500))).isEqualTo("2 h 5 min");
  }

  @Test
  void sizesHaveTheUnitThatFits() {
    assertThat(Texts.bytes(1)).isEqualTo("1 byte");
    assertThat(Texts.bytes(999)).isEqualTo("999 bytes");
    assertThat(Texts.bytes(1_500)).isEqualTo("1.5 KB");
    assertThat(Texts.bytes(999_999)).isEqualTo("1.0 MB");
    assertThat(Texts.bytes(12_345_678_901L)).isEqualTo("12 GB");
  }

  @Test
  void aTextIsCutToTheColumnsItTakes() {
    assertThat(Texts.oneLine("abcdef", 6)).isEqualTo("abcdef");
    assertThat(Texts.oneLine("abcdefg", 6)).isEqualTo("abcde…");
    assertThat(Texts.oneLine("日本語", 6)).isEqualTo("日本語");
    assertThat(Texts.oneLine("日本語", 5)).isEqualTo("日本…");
    assertThat(Texts.columns("日本語")).isEqualTo(6);
  }

  @Test
  void aTextCannotForgeLinesOrColours() {
    assertThat(Texts.oneLine("a\nb\u001b[31mc\u202ed\u2028e", 80)).isEqualTo("a b [31mc d e");
  }
}
