package dev.spanloom;

import dev.spanloom.entities.internal.proto.FewBytes;
import java.util.ArrayList;
import java.util.List;

/**
 * Pieces of bytes, one behind the other in a few blocks, to be read from the first to the last. An
 * array that grew with them would be copied again and again, and be a humongous object to the
 * garbage collector. Not thread-safe.
 */
final class PieceLog {
  private static final int FIRST_BLOCK_BYTES = 256;
  private static final int LARGEST_BLOCK_BYTES = 16 * 1024;

  // before each piece: its length, or one of these
  private static final int LONG = 0xFF; // and then the length in four bytes
  private static final int NEXT_BLOCK = 0xFE;
  private static final int LONG_LENGTH_BYTES = 5;

  private final List<byte[]> full = new ArrayList<>(0);
  private byte[] block = new byte[FIRST_BLOCK_BYTES];
  private int used;

  void add(byte[] bytes, int from, int length) {
    if (block.length - used - LONG_LENGTH_BYTES < length) {
      startBlock(LONG_LENGTH_BYTES + length);
    }
    if (length < NEXT_BLOCK) {
      block[used++] = (byte) length;
    } else {
      block[used++] = (byte) LONG;
      for (int shift = 24; shift >= 0; shift -= 8) {
        block[used++] = (byte) (length >>> shift);
      }
    }
    FewBytes.copy(bytes, from, block, used, length);
    used += length;
  }

  private void startBlock(int neededBytes) {
    if (used < block.length) {
      block[used] = (byte) NEXT_BLOCK;
    }
    full.add(block);
    block = new byte[Math.max(neededBytes, Math.min(2 * block.length, LARGEST_BLOCK_BYTES))];
    used = 0;
  }

  /** Reads from the first piece on; nothing may be added meanwhile. */
  Reader reader() {
    return new Reader();
  }

  /** Where the reading has come to. */
  final class Reader {
    private int blocksRead;
    private byte[] from = full.isEmpty() ? block : full.get(0);
    private int at;
    private int length;

    /** Goes to the next piece, which there must be, and tells its length in bytes. */
    int next() {
      at += length;
      if (at == from.length || (from[at] & 0xFF) == NEXT_BLOCK) {
        blocksRead++;
        from = blocksRead < full.size() ? full.get(blocksRead) : block;
        at = 0;
      }
      length = from[at++] & 0xFF;
      if (length == LONG) {
        length = 0;
        for (int i = 0; i < 4; i++) {
          length = (length << 8) | (from[at++] & 0xFF);
        }
      }
      return length;
    }

    /** Copies the piece to where there is room for it. */
    void copyTo(byte[] bytes, int position) {
      System.arraycopy(from, at, bytes, position, length);
    }
  }
}
