package dev.spanloom.storage.sql.text;

import dev.spanloom.storage.sql.DamagedException;
import java.util.Arrays;

/**
 * Some tokens that follow each other, and the chunks of each. An entry is the distance from the
 * token before, the length of its list and one bit for the kind of that, and the list: the first
 * offset and what lies between it and each next one; or, where that is shorter, the first offset in
 * bytes and a bit for each chunk from there.
 */
final class Page {
  private final byte[] data;
  private final long firstToken;
  private long[] tokens = new long[512];
  private int[] ends = new int[512];
  private int[] starts = new int[512];
  private boolean[] bitmaps = new boolean[512];
  private int size;

  /** Where the next number is read. */
  private int at;

  Page(long firstToken, byte[] data) throws DamagedException {
    this.firstToken = firstToken;
    this.data = data;
    try {
      index();
    } catch (ArrayIndexOutOfBoundsException | ArithmeticException e) {
      throw damaged(e);
    }
  }

  private DamagedException damaged(Exception cause) {
    return new DamagedException("the page of the text index from token " + firstToken, cause);
  }

  private void index() {
    long token = firstToken;
    while (at < data.length) {
      token += varint();
      long head = varint();
      if (size == tokens.length) {
        tokens = Arrays.copyOf(tokens, size * 2);
        starts = Arrays.copyOf(starts, size * 2);
        ends = Arrays.copyOf(ends, size * 2);
        bitmaps = Arrays.copyOf(bitmaps, size * 2);
      }
      tokens[size] = token;
      bitmaps[size] = (head & 1) != 0;
      starts[size] = at;
      at = Math.addExact(at, Math.toIntExact(head >>> 1));
      ends[size++] = at;
    }
    if (at != data.length) {
      throw new ArrayIndexOutOfBoundsException(at);
    }
  }

  private long varint() {
    long value = 0;
    int shift = 0;
    byte next = data[at++];
    while (next < 0) {
      value |= (next & 0x7FL) << shift;
      shift += 7;
      next = data[at++];
    }
    return value | (long) next << shift;
  }

  int size() {
    return size;
  }

  long token(int index) {
    return tokens[index];
  }

  long lastToken() {
    return size == 0 ? firstToken : tokens[size - 1];
  }

  /** The place of a token; negative when it has none. */
  int find(long token) {
    return Arrays.binarySearch(tokens, 0, size, token);
  }

  /** Adds the chunks of a token, moved by a number. */
  void read(int index, int shift, Offsets into) throws DamagedException {
    try {
      at = starts[index];
      if (bitmaps[index]) {
        readBits(ends[index], shift, into);
      } else {
        int offset = shift + (int) varint();
        into.add(offset);
        while (at < ends[index]) {
          offset += (int) varint() + 1;
          into.add(offset);
        }
      }
    } catch (ArrayIndexOutOfBoundsException | ArithmeticException e) {
      throw damaged(e);
    }
  }

  private void readBits(int end, int shift, Offsets into) {
    int base = shift + ((int) varint() << 3);
    for (; at < end; at++, base += 8) {
      for (int bits = data[at] & 0xFF; bits != 0; bits &= bits - 1) {
        into.add(base + Integer.numberOfTrailingZeros(bits));
      }
    }
  }
}
