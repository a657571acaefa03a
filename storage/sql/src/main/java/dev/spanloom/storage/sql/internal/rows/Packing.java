package dev.spanloom.storage.sql.internal.rows;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDictCompress;
import org.jspecify.annotations.Nullable;

/**
 * How something is compressed: as Zstandard frames, with what such things have in common once that
 * was learned. A frame names its dictionary and has a checksum. Thread-safe.
 */
public final class Packing implements AutoCloseable {
  /** Without a dictionary: what everybody can unpack. */
  public static final Packing PLAIN = new Packing(null);

  private static final int LEVEL = 3;

  private final @Nullable ZstdDictCompress dictionary;
  private final Contexts<ZstdCompressCtx> contexts;

  private Packing(@Nullable ZstdDictCompress dictionary) {
    this.dictionary = dictionary;
    this.contexts = new Contexts<>(() -> context(dictionary));
  }

  private static ZstdCompressCtx context(@Nullable ZstdDictCompress dictionary) {
    ZstdCompressCtx context = new ZstdCompressCtx().setLevel(LEVEL).setChecksum(true);
    return dictionary == null ? context : context.loadDict(dictionary);
  }

  public static Packing with(byte[] dictionary) {
    return new Packing(new ZstdDictCompress(dictionary, LEVEL));
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
