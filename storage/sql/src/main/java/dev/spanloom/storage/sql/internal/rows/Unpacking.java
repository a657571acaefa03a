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
   * What reads the frame that ends an array.
   *
   * @param from where the frame begins
   * @param unnamed what reads frames that name no dictionary; null for what {@link Packing#PLAIN}
   *     made
   */
  static Unpacking of(Sql sql, byte[] bytes, int from, @Nullable Unpacking unnamed)
      throws SQLException {
    int headerEnd = Math.min(bytes.length, from + LONGEST_FRAME_HEADER);
    long id = Zstd.getDictIdFromFrame(Arrays.copyOfRange(bytes, from, headerEnd));
    if (id == 0) {
      return unnamed == null ? PLAIN : unnamed;
    }
    return sql.remembered("dictionary " + id, () -> load(sql, id));
  }

  private static Unpacking load(Sql sql, long id) throws SQLException {
    return sql.one(
            "SELECT data FROM dictionaries WHERE dictionary_id = ?",
            row -> with(row.getBytes(1)),
            id)
        .orElseThrow(() -> new DamagedException("the compression dictionary " + id, null));
  }

  /**
   * What was packed.
   *
   * @param from where the frame begins, which ends the array
   * @param rawBytes the length of what was packed
   */
  byte[] unpack(byte[] bytes, int from, int rawBytes) {
    return contexts.use(context -> context.decompress(bytes, from, bytes.length - from, rawBytes));
  }

  @Override
  public void close() {
    contexts.close();
  }
}
