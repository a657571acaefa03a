package dev.spanloom;

import dev.spanloom.entities.SpanEvent;
import dev.spanloom.entities.internal.json.JsonEscapes;
import dev.spanloom.entities.internal.proto.ProtoWriter;
import dev.spanloom.entities.internal.proto.SpanMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Events that have one text each, under one key, as those of a stream have: without an object for
 * each, and of texts that differ in pieces only without what they have in common. Not thread-safe:
 * guarded by their span.
 */
final class TextEvents {
  private final String key;
  private final List<Run> runs = new ArrayList<>();
  private @Nullable Run last;
  private final PieceLog pieces = new PieceLog();
  private int size;
  private long textBytes;

  /** Events in a row with one template and names of one kind. */
  private static final class Run {
    private static final int LARGEST = 256;

    private final IntFunction<String> names;
    private final TextTemplate template;
    private final int first; // the number of the first one
    private final long[] timesUnixNanos;
    private int size;

    private Run(IntFunction<String> names, TextTemplate template, int first, int capacity) {
      this.names = names;
      this.template = template;
      this.first = first;
      this.timesUnixNanos = new long[capacity];
    }

    /** Whether events that begin with a number are the next ones here, and fit. */
    boolean goesOnWith(IntFunction<String> names, TextTemplate template, int number, int howMany) {
      return this.names == names
          && this.template == template
          && number == first + size
          && howMany <= timesUnixNanos.length - size;
    }

    void add(long[] times, int number) {
      System.arraycopy(times, 0, timesUnixNanos, size, number);
      size += number;
    }

    String name(int index) {
      try {
        return Objects.requireNonNullElse(names.apply(first + index), "");
      } catch (RuntimeException e) {
        return ""; // the program is no longer there to be told
      }
    }
  }

  TextEvents(String key) {
    this.key = key;
  }

  String key() {
    return key;
  }

  int size() {
    return size;
  }

  /** About how many bytes they take when encoded. */
  long sizeBytes() {
    return textBytes + 64L * size;
  }

  /**
   * Adds some; see {@link LiveSpan#addTextEvents}.
   *
   * @param first the number by which the names ask for the first one
   */
  void add(
      IntFunction<String> names,
      int first,
      long[] timesUnixNanos,
      TextTemplate template,
      byte[] utf8,
      int[] places,
      int number) {
    Run run = last;
    if (run == null || !run.goesOnWith(names, template, first, number)) {
      int likely = run == null || run.names != names ? 0 : Math.min(2 * run.size, Run.LARGEST);
      run = new Run(names, template, first, Math.max(number, likely));
      runs.add(run);
      last = run;
    }
    run.add(timesUnixNanos, number);
    int end = 2 * template.pieces() * number;
    for (int i = 0; i < end; i += 2) {
      int length = places[i + 1] - places[i];
      pieces.add(utf8, places[i], length);
      textBytes += length;
    }
    textBytes += (long) template.literalBytes() * number;
    size += number;
  }

  void forEach(Consumer<SpanEvent> action) {
    Texts texts = new Texts();
    for (Run run : runs) {
      for (int i = 0; i < run.size; i++) {
        texts.next(run.template);
        Map<String, String> attributes = Map.of(key, texts.text());
        action.accept(new SpanEvent(run.name(i), run.timesUnixNanos[i], attributes));
      }
    }
  }

  void encodeTo(ProtoWriter out) {
    Texts texts = new Texts();
    for (Run run : runs) {
      for (int i = 0; i < run.size; i++) {
        texts.next(run.template);
        byte[] utf8 = texts.utf8;
        int length = texts.length;
        if (!JsonEscapes.isAscii(utf8, 0, length)) { // only a decoder knows what of it is text
          utf8 = texts.text().getBytes(StandardCharsets.UTF_8);
          length = utf8.length;
        }
        SpanMessage.textEvent(out, run.timesUnixNanos[i], run.name(i), key, utf8, length);
      }
    }
  }

  /** Puts the texts together, one after the other. */
  private final class Texts {
    private final PieceLog.Reader reader = pieces.reader();
    private byte[] utf8 = new byte[512];
    private int length;

    void next(TextTemplate template) {
      length = 0;
      append(template.literal(0));
      for (int i = 1; i <= template.pieces(); i++) {
        int piece = reader.next();
        ensure(piece);
        reader.copyTo(utf8, length);
        length += piece;
        append(template.literal(i));
      }
    }

    private void append(byte[] literal) {
      ensure(literal.length);
      System.arraycopy(literal, 0, utf8, length, literal.length);
      length += literal.length;
    }

    private void ensure(int more) {
      if (more > utf8.length - length) {
        utf8 = Arrays.copyOf(utf8, Math.max(2 * utf8.length, length + more));
      }
    }

    String text() {
      return new String(utf8, 0, length, StandardCharsets.UTF_8);
    }
  }
}
