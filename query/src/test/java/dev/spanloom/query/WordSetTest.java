package dev.spanloom.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class WordSetTest {
  private static List<String> words(String... texts) {
    WordSet set = new WordSet();
    for (String text : texts) {
      set.add(text);
    }
    return words(set);
  }

  private static List<String> words(WordSet set) {
    List<String> words = new ArrayList<>();
    set.forEach(words::add);
    return words;
  }

  @Test
  void wordsAreRunsOfLettersAndDigitsWithoutCase() {
    assertThat(words("Hello, wORLD-42! hello_again"))
        .containsExactly("hello", "world", "42", "again");
    assertThat(words("{\"model\": \"gpt-4o\"}", "GPT")).containsExactly("model", "gpt", "4o");
    assertThat(words("Größe ΣΑΣ İı")).containsExactly("größe", "σασ", "ii");
    assertThat(words("")).isEmpty();
    assertThat(words(" .,", "😀", "a😀b")).containsExactly("a", "b");
  }

  @Test
  void scriptsWithoutSpacesGiveAWordForEachCharacter() {
    assertThat(words("日本語abcの𠀀x")).containsExactly("日", "本", "語", "abc", "の", "𠀀", "x");
    assertThat(words("안녕 하세요")).containsExactly("안녕", "하세요");
    assertThat(words("กา")).contains("ก");
  }

  @Test
  void aRunOfMoreThanFortyCharactersIsNoWord() {
    WordSet set = new WordSet();
    set.add("a".repeat(40));
    assertThat(set.hasLong()).isFalse();
    assertThat(set.size()).isEqualTo(1);
    set.add("b " + "c".repeat(41) + " d");
    assertThat(set.hasLong()).isTrue();
    assertThat(words(set)).containsExactly("a".repeat(40), "b", "d");
    set.clear();
    assertThat(set.hasLong()).isFalse();
    assertThat(set.size()).isZero();
    set.add("é".repeat(41));
    assertThat(set.hasLong()).isTrue();
    assertThat(set.size()).isZero();
    assertThat(words("𝐀".repeat(20))).hasSize(1);
    assertThat(words("𝐀".repeat(21))).isEmpty();
  }

  @Test
  void theyCanBeHadAsOneText() {
    WordSet set = new WordSet();
    assertThat(set.joined()).isEmpty();
    set.add("b A b");
    assertThat(set.joined()).isEqualTo("b a");
    set.clear();
    set.add("c");
    assertThat(set.joined()).isEqualTo("c");
  }

  @Test
  void largeTextsAreReadInPieces() {
    StringBuilder text = new StringBuilder();
    Set<String> expected = new TreeSet<>();
    for (int i = 0; i < 50_000; i++) {
      String word = (i % 3 == 0 ? "ä" : "w") + i;
      text.append(word).append(i % 2 == 0 ? ", " : "—");
      expected.add(word);
    }
    text.append("x".repeat(100_000)).append(" end");
    expected.add("end");
    WordSet set = new WordSet();
    set.add(text.toString());
    assertThat(set.hasLong()).isTrue();
    assertThat(new TreeSet<>(words(set))).isEqualTo(expected);
    set.clear();
    set.add("small again");
    assertThat(words(set)).containsExactly("small", "again");
  }

  @Property
  void theyAgreeWithASimpleDefinition(@ForAll("texts") String text) {
    WordSet set = new WordSet();
    set.add(text);
    Set<String> expected = new TreeSet<>();
    boolean longRun = false;
    for (String word : simple(text)) {
      longRun |= word.length() > Words.LONGEST;
      if (word.length() <= Words.LONGEST) {
        expected.add(word);
      }
    }
    assertThat(new TreeSet<>(words(set))).isEqualTo(expected);
    assertThat(words(set)).doesNotHaveDuplicates();
    assertThat(set.hasLong()).isEqualTo(longRun);
  }

  private static List<String> simple(String text) {
    List<String> words = new ArrayList<>();
    StringBuilder run = new StringBuilder();
    Words.fold(text + " ")
        .codePoints()
        .forEach(
            c -> {
              boolean inRun = Character.isLetterOrDigit(c) && !Words.isWordByItself(c);
              if (inRun) {
                run.appendCodePoint(c);
              } else if (!run.isEmpty()) {
                words.add(run.toString());
                run.setLength(0);
              }
              if (Character.isLetterOrDigit(c) && !inRun) {
                words.add(Character.toString(c));
              }
            });
    return words;
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(200),
        Arbitraries.strings().withChars("aB1 -éß日の\uD835\uDC00ſ").ofMaxLength(150),
        Arbitraries.strings().withChars("ab").ofMaxLength(45));
  }

  @Test
  void foldingKeepsTheLengthAndIsDoneOnceAndForAll() {
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      int folded = Words.fold(c);
      assertThat(Words.fold(folded)).isEqualTo(folded);
      assertThat(Character.charCount(folded)).isEqualTo(Character.charCount(c));
      if (Words.isWordByItself(c)) {
        assertThat(folded).isEqualTo(c);
      }
    }
  }

  @Test
  void hashesNeverChange() {
    WordSet set = new WordSet();
    set.add("hello Größe 日 𠀀 x " + "a".repeat(40));
    for (int i = 0; i < set.size(); i++) {
      assertThat(set.hash(i)).isEqualTo(WordSet.hash(set.word(i)));
    }
    // stores hold them
    assertThat(WordSet.hash("hello")).isEqualTo(-518272688241406527L);
    assertThat(WordSet.hash("größe")).isEqualTo(-2780272926818932948L);
  }
}
