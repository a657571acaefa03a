package dev.spanloom.storage.sql.text;

import dev.spanloom.storage.sql.Dialect.WordChoice;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What a chunk must have: all choices, each being one of some tokens, or all of some others. */
record WordQuery(List<Choice> choices) {
  private static final int RADIX = 36;

  /** The tokens are in order. */
  record Choice(List<Long> anyOf, List<Long> allOf) {
    private static Choice of(WordChoice words) {
      return new Choice(
          words.anyWord().stream().map(Token::of).sorted().toList(),
          words.orAllPieces().stream().map(Token::of).sorted().toList());
    }
  }

  static WordQuery of(List<WordChoice> words) {
    return new WordQuery(words.stream().map(Choice::of).toList());
  }

  /** All tokens, each once, in their order. */
  List<Long> tokens() {
    return choices.stream()
        .flatMap(choice -> Stream.concat(choice.anyOf.stream(), choice.allOf.stream()))
        .sorted()
        .distinct()
        .toList();
  }

  /** The query as a text, from which {@link #parse} makes it again. */
  String text() {
    return choices.stream()
        .map(choice -> text(choice.anyOf) + "|" + text(choice.allOf))
        .collect(Collectors.joining("&"));
  }

  private static String text(List<Long> tokens) {
    return tokens.stream()
        .map(token -> Long.toString(token, RADIX))
        .collect(Collectors.joining(" "));
  }

  static WordQuery parse(String text) {
    return new WordQuery(
        Arrays.stream(text.isEmpty() ? new String[0] : text.split("&"))
            .map(
                choice -> {
                  int bar = choice.indexOf('|');
                  return new Choice(
                      tokens(choice.substring(0, bar)), tokens(choice.substring(bar + 1)));
                })
            .toList());
  }

  private static List<Long> tokens(String text) {
    return text.isEmpty()
        ? List.of()
        : Arrays.stream(text.split(" "))
            .flatMapToLong(token -> LongStream.of(Long.parseLong(token, RADIX)))
            .boxed()
            .toList();
  }
}
