package dev.spanloom.storage.sql.internal.rows;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictDecompress;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * Decompresses Zstandard frames of one dictionary. To make a context takes longer than to
 * decompress a small text, so a few of them are kept to be used again, for ever. Thread-safe.
 */
final class Decompression {
  private static final int KEPT = 8;

  private final ZstdDictDecompress dictionary;
  private final BlockingQueue<ZstdDecompressCtx> idle = new ArrayBlockingQueue<>(KEPT);

  Decompression(ZstdDictDecompress dictionary) {
    this.dictionary = dictionary;
  }

  /**
   * The text of the frame that ends an array.
   *
   * @param from where the frame begins
   * @param rawBytes the length of the text
   */
  byte[] decompress(byte[] bytes, int from, int rawBytes) {
    ZstdDecompressCtx context = idle.poll();
    if (context == null) {
      context = new ZstdDecompressCtx().loadDict(dictionary);
    }
    boolean isKept = false;
    try {
      byte[] raw = context.decompress(bytes, from, bytes.length - from, rawBytes);
      isKept = idle.offer(context);
      return raw;
    } finally {
      if (!isKept) {
        context.close(); // there are enough, or the frame broke it
      }
    }
  }
}
