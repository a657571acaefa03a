package dev.spanloom.storage.postgresql;

import dev.spanloom.storage.sql.StorableText;
import dev.spanloom.storage.sql.Table;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;

/** Sends rows in the binary format of COPY. Not thread-safe. */
final class CopyRows {
  private static final byte[] SIGNATURE = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0
  };
  private static final int BUFFER = 1 << 16;

  /** The largest thing that is put into the buffer at once. */
  private static final int WORD = 16;

  private final CopyIn copy;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER);

  CopyRows(CopyIn copy) {
    this.copy = copy;
  }

  static String sql(Table table) {
    return "COPY "
        + table.name()
        + " ("
        + table.columnNames()
        + ") FROM STDIN WITH (FORMAT binary)";
  }

  /** Sends all rows; the copy is over afterwards, one way or the other. */
  void send(Table table, List<@Nullable Object[]> rows) throws SQLException {
    try {
      buffer.put(SIGNATURE).putInt(0).putInt(0);
      for (@Nullable Object[] row : rows) {
        room(2).putShort((short) row.length);
        for (int i = 0; i < row.length; i++) {
          field(table.columns().get(i).type(), row[i]);
        }
      }
      room(2).putShort((short) -1);
      flush();
      copy.endCopy();
    } finally {
      if (copy.isActive()) {
        copy.cancelCopy();
      }
    }
  }

  private void field(Table.Type type, @Nullable Object value) throws SQLException {
    if (value == null) {
      room(4).putInt(-1);
      return;
    }
    switch (type) {
      case INTEGER -> room(WORD).putInt(Long.BYTES).putLong(((Number) value).longValue());
      case REAL -> room(WORD).putInt(Double.BYTES).putDouble(((Number) value).doubleValue());
      case TEXT -> bytes(StorableText.of(value.toString()).getBytes(StandardCharsets.UTF_8));
      case BLOB -> bytes((byte[]) value);
    }
  }

  private void bytes(byte[] bytes) throws SQLException {
    room(4).putInt(bytes.length);
    if (bytes.length <= BUFFER / 2) {
      room(bytes.length).put(bytes);
    } else {
      flush();
      copy.writeToCopy(bytes, 0, bytes.length);
    }
  }

  private ByteBuffer room(int bytes) throws SQLException {
    if (buffer.remaining() < bytes) {
      flush();
    }
    return buffer;
  }

  private void flush() throws SQLException {
    copy.writeToCopy(buffer.array(), 0, buffer.position());
    buffer.clear();
  }
}
