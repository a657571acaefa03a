package dev.spanloom.storage.sql.internal.rows;

import com.github.luben.zstd.Zstd;
import dev.spanloom.storage.sql.Sql;
import java.sql.SQLException;

/** What a store learns a dictionary of. */
public enum LearnedDictionary {
  /** The payloads of chunks. */
  PAYLOADS("p"),

  /** The texts beside traces, see {@link PackedText}. */
  TEXTS("t");

  private final String kind;

  LearnedDictionary(String kind) {
    this.kind = kind;
  }

  /** The packing of the newest dictionary of a store; plain while it has none. */
  public Packing newest(Sql sql) throws SQLException {
    return sql.one(
            "SELECT data FROM dictionaries WHERE kind = ? ORDER BY created_ms DESC LIMIT 1",
            row -> Packing.with(row.getBytes(1)),
            kind)
        .orElse(Packing.PLAIN);
  }

  /** Keeps what was learned, unless another process was faster; the packing to use from now on. */
  public Packing store(Sql sql, byte[] dictionary) throws SQLException {
    Packing other = newest(sql);
    if (!other.isPlain()) {
      return other;
    }
    sql.update(
        "INSERT INTO dictionaries (dictionary_id, kind, created_ms, data) VALUES (?, ?, ?, ?)",
        Zstd.getDictIdFromDict(dictionary),
        kind,
        System.currentTimeMillis(),
        dictionary);
    return Packing.with(dictionary);
  }
}
