package dev.spanloom.storage.sql.internal.rows;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdDictDecompress;
import dev.spanloom.storage.sql.DamagedException;
import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the frames of one dictionary. Thread-safe. */
final class Unpacking implements AutoCloseable {
  private static final Unpacking PLAIN = new Unpacking(null);
  private static final int LONGEST_FRAME_HEADER = 18;

  private final Contexts<ZstdDecompressCtx> contexts;

  private Unpacking(@Nullable ZstdDictDecompress dictionary) {
    this.contexts =
        new Contexts<>(
            () ->
                dictionary == null
                    ? new ZstdDecompressCtx()
                    : new ZstdDecompressCtx().loadDict(dictionary));
  }

  static Unpacking with(byte[] dictionary) {
    return new Unpacking(new ZstdDictDecompress(dictionary));
  }

  /**
   * What was packed as the frame that ends an array.
   *
   * @param from where the frame begins
   * @param rawBytes the length of what was packed
   * @param unnamed what reads frames that name no dictionary; null for what {@link Packing#PLAIN}
   *     made
   */
  static byte[] unpack(Sql sql, byte[] bytes, int from, int rawBytes, @Nullable Unpacking unnamed)
      throws SQLException {
    int headerEnd = Math.min(bytes.length, from + LONGEST_FRAME_HEADER);
    long id = Zstd.getDictIdFromFrame(Arrays.copyOfRange(bytes, from, headerEnd));
    Unpacking unpacking =
        id == 0
            ? (unnamed == null ? PLAIN : unnamed)
            : sql.remembered("dictionary " + id, () -> load(sql, id));
    return unpacking.contexts.use(
        context -> context.decompress(bytes, from, bytes.length - from, rawBytes));
  }

  private static Unpacking load(Sql sql, long id) throws SQLException {
    return sql.one(
            "SELECT data FROM dictionaries WHERE dictionary_id = ?",
            row -> with(row.getBytes(1)),
            id)
        .orElseThrow(() -> new DamagedException("the compression dictionary " + id, null));
  }

  @Override
  public void close() {
    contexts.close();
  }
}
