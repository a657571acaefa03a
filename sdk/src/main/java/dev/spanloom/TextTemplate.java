package dev.spanloom;

import java.util.List;

/**
 * What the texts of several events have in common, in UTF-8: what stands before, between and behind
 * the pieces in which they differ. Immutable, thread-safe.
 *
 * @see LiveSpan#addTextEvents
 */
public final class TextTemplate {
  /** Of texts that are told whole, as one piece each. */
  public static final TextTemplate WHOLE = new TextTemplate(List.of(new byte[0], new byte[0]));

  private final byte[][] literals;
  private final int literalBytes;

  private TextTemplate(List<byte[]> literals) {
    this.literals = new byte[literals.size()][]; // filled without a stream: one for each answer
    int bytes = 0;
    for (int i = 0; i < this.literals.length; i++) {
      this.literals[i] = literals.get(i).clone();
      bytes += this.literals[i].length;
    }
    this.literalBytes = bytes;
  }

  /**
   * A template of its own.
   *
   * @param literals what stands before the first piece, between the pieces and behind the last one,
   *     so one more than there are pieces; each may be empty
   * @throws IllegalArgumentException when there is none
   */
  public static TextTemplate of(List<byte[]> literals) {
    if (literals.isEmpty()) {
      throw new IllegalArgumentException(
          "a template has no literals; expected one more than there are pieces, so at least one");
    }
    return new TextTemplate(literals);
  }

  /** How many pieces a text has. */
  public int pieces() {
    return literals.length - 1;
  }

  byte[] literal(int index) {
    return literals[index];
  }

  /** The bytes that all texts have. */
  int literalBytes() {
    return literalBytes;
  }
}
