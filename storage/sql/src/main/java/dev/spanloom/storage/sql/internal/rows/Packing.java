package dev.spanloom.storage.sql.internal.rows;

import com.github.luben.zstd.ZstdCompressCtx;
import org.jspecify.annotations.Nullable;

/**
 * How something is compressed: as Zstandard frames, with what such things have in common once that
 * was learned. A frame names its dictionary and has a checksum. Thread-safe.
 */
public final class Packing implements AutoCloseable {
  /** Without a dictionary: what everybody can unpack. */
  public static final Packing PLAIN = new Packing(null);

  /** Of what is not on the path of every span, archives and attachments among it. */
  private static final int LEVEL = 3;

  private static final int FAST = 1;

  /**
   * The size of the one hash table. With it and {@link #SHORTEST_MATCH} packing takes a fifth less
   * time than at {@link #LEVEL}, for 0.5 % more bytes of ten spans (bench/README.md); a smaller
   * table would save more time, and cost 3 %.
   */
  private static final int HASH_BITS = 16;

  /** What is alike for fewer bytes is hardly worth its mention. */
  private static final int SHORTEST_MATCH = 6;

  private static final int WINDOW_BITS = 20;

  private final byte @Nullable [] dictionary;
  private final Contexts<ZstdCompressCtx> contexts;

  private Packing(byte @Nullable [] dictionary) {
    this.dictionary = dictionary;
    this.contexts = new Contexts<>(() -> context(dictionary));
  }

  private static ZstdCompressCtx context(byte @Nullable [] dictionary) {
    ZstdCompressCtx context = new ZstdCompressCtx().setChecksum(true);
    if (dictionary == null) {
      return context.setLevel(LEVEL);
    }
    return context
        .setLevel(FAST)
        .setStrategy(FAST)
        .setHashLog(HASH_BITS)
        .setMinMatch(SHORTEST_MATCH)
        .setWindowLog(WINDOW_BITS)
        .loadDict(dictionary);
  }

  /**
   * With what such things have in common.
   *
   * @param dictionary must not be changed later
   */
  public static Packing with(byte[] dictionary) {
    return new Packing(dictionary);
  }

  public boolean isPlain() {
    return dictionary == null;
  }

  /** A frame whose damage is noticed when it is unpacked. */
  public byte[] pack(byte[] raw) {
    return contexts.use(context -> context.compress(raw));
  }

  @Override
  public void close() {
    contexts.close();
  }
}
