package dev.spanloom.bench.store;

import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;

/**
 * The texts of one trace after the other: sentences of the {@link Vocabulary}, and a history that
 * all spans of a trace repeat, as conversations do. Not thread-safe.
 */
final class Texts {
  private static final int HISTORY_CHARS = 700;
  private static final int LONGEST = 4096;

  private final Vocabulary vocabulary;
  private SplittableRandom random = new SplittableRandom(0);

  /** The trace's history, a third of what a span says. */
  final Text history = new Text();

  /** What only this span is asked. */
  final Text question = new Text();

  /** What only this span answers. */
  final Text answer = new Text();

  Texts(Vocabulary vocabulary) {
    this.vocabulary = vocabulary;
  }

  /** ASCII in a buffer that is used again. */
  static final class Text {
    final byte[] bytes = new byte[LONGEST];
    int length;

    private void append(byte[] word) {
      System.arraycopy(word, 0, bytes, length, word.length);
      length += word.length;
    }

    private void append(char c) {
      bytes[length++] = (byte) c;
    }
  }

  void beginTrace(long seed) {
    random = new SplittableRandom(seed);
    write(history, HISTORY_CHARS, "");
  }

  /** Both texts are about 1,300 characters together. */
  void nextSpan(String planted) {
    write(question, 300 + random.nextInt(400), planted);
    write(answer, 500 + random.nextInt(600), "");
  }

  private void write(Text text, int length, String planted) {
    text.length = 0;
    int plantAt = planted.isEmpty() ? Integer.MAX_VALUE : random.nextInt(length);
    int wordsLeft = 0;
    while (text.length < length) {
      if (wordsLeft == 0) {
        wordsLeft = 6 + random.nextInt(10);
        if (text.length > 0) {
          text.append('.');
          text.append(' ');
        }
        byte[] word = vocabulary.draw(random);
        int start = text.length;
        text.append(word);
        text.bytes[start] = (byte) Character.toUpperCase(text.bytes[start]);
      } else {
        text.append(' ');
        text.append(vocabulary.draw(random));
      }
      wordsLeft--;
      if (text.length > plantAt) {
        text.append(planted.getBytes(StandardCharsets.US_ASCII));
        plantAt = Integer.MAX_VALUE;
      }
    }
    if (plantAt != Integer.MAX_VALUE) {
      text.append(planted.getBytes(StandardCharsets.US_ASCII));
    }
    text.append('.');
  }
}
