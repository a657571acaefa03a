package dev.spanloom.storage.sql.internal.rows;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDictCompress;
import com.github.luben.zstd.ZstdDictDecompress;
import dev.spanloom.storage.sql.DamagedException;
import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How payloads are compressed: as Zstandard frames, with what the spans of the store have in common
 * once that was learned. A frame names its dictionary and has a checksum. Thread-safe.
 */
public final class Packing {
  /** Without a dictionary: what everybody can unpack. */
  public static final Packing PLAIN = new Packing(null);

  static final int LEVEL = 3;

  private final @Nullable ZstdDictCompress dictionary;

  private Packing(@Nullable ZstdDictCompress dictionary) {
    this.dictionary = dictionary;
  }

  public static Packing with(byte[] dictionary) {
    return new Packing(new ZstdDictCompress(dictionary, LEVEL));
  }

  /** That of the newest dictionary of a store; plain while it has none. */
  public static Packing newest(Sql sql) throws SQLException {
    Optional<byte[]> data =
        sql.one(
            "SELECT data FROM dictionaries ORDER BY created_ms DESC LIMIT 1",
            row -> row.getBytes(1));
    return data.map(Packing::with).orElse(PLAIN);
  }

  public boolean isPlain() {
    return dictionary == null;
  }

  public byte[] pack(byte[] raw) {
    return frame(raw, dictionary);
  }

  /** A frame whose damage is noticed when it is unpacked. */
  static byte[] frame(byte[] raw, @Nullable ZstdDictCompress dictionary) {
    try (ZstdCompressCtx context = new ZstdCompressCtx()) {
      context.setLevel(LEVEL).setChecksum(true);
      if (dictionary != null) {
        context.loadDict(dictionary);
      }
      return context.compress(raw);
    }
  }

  /** The payload that was packed. */
  public static byte[] unpack(Sql sql, byte[] packed, int rawBytes) throws SQLException {
    long dictionaryId = Zstd.getDictIdFromFrame(packed);
    if (dictionaryId == 0) {
      return Zstd.decompress(packed, rawBytes);
    }
    return Zstd.decompress(
        packed,
        sql.remembered("dictionary " + dictionaryId, () -> load(sql, dictionaryId)),
        rawBytes);
  }

  private static ZstdDictDecompress load(Sql sql, long dictionaryId) throws SQLException {
    return sql.one(
            "SELECT data FROM dictionaries WHERE dictionary_id = ?",
            row -> new ZstdDictDecompress(row.getBytes(1)),
            dictionaryId)
        .orElseThrow(
            () -> new DamagedException("the compression dictionary " + dictionaryId, null));
  }
}
