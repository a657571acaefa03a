package dev.spanloom;

import dev.spanloom.destination.TraceAttachment;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The attachments of one trace in this process: the same bytes are one attachment, held in memory
 * once and exported once, in however many spans they are. Thread-safe; takes no other lock.
 */
final class TraceAttachments {
  /** Beyond so many the eldest are forgotten: the same bytes are then sent again, as the same. */
  private static final int MOST_REMEMBERED = 10_000;

  private final String traceId;
  private final AttachmentRoom room;
  private Map<String, Entry> byDigest = Map.of();

  TraceAttachments(String traceId, AttachmentRoom room) {
    this.traceId = traceId;
    this.room = room;
  }

  private static final class Entry {
    private final String id;
    private @Nullable TraceAttachment content;
    private int holders;
    private boolean exported;

    private Entry(String id) {
      this.id = id;
    }
  }

  /** Those that nobody holds are forgotten beyond a number. */
  private static final class Entries extends LinkedHashMap<String, Entry> {
    private static final long serialVersionUID = 1L;

    @Override
    protected boolean removeEldestEntry(Map.Entry<String, Entry> eldest) {
      return size() > MOST_REMEMBERED && eldest.getValue().holders == 0;
    }
  }

  /**
   * An attachment of the trace.
   *
   * @param id by which references name it
   * @param held what a span has to hold until its end; null for bytes that were exported
   */
  record Placed(String id, @Nullable Held held) {}

  /**
   * Bytes that one span holds.
   *
   * @param digest of the bytes
   */
  record Held(String digest, TraceAttachment attachment) {}

  /**
   * Takes bytes, and lets the caller hold them. Null when there is no room for them.
   *
   * @param id of an attachment that the program made; it counts unless the trace has these bytes
   *     already. Null for bytes that were found: they get an id that follows from them, so that
   *     other processes with spans in this trace say the same.
   */
  @Nullable Placed place(@Nullable String id, String contentType, byte[] content) {
    byte[] hash = sha256(content);
    String digest = HexFormat.of().formatHex(hash);
    synchronized (this) {
      Entry entry = byDigest.get(digest);
      if (entry != null && entry.exported) {
        return new Placed(entry.id, null);
      }
      if (entry == null || entry.content == null) {
        if (!room.reserve(content.length)) {
          return null;
        }
        if (entry == null) {
          entry = new Entry(id == null ? idOf(hash) : id);
        }
        entry.content = new TraceAttachment(traceId, entry.id, contentType, content);
      }
      entry.holders++;
      if (byDigest.isEmpty()) {
        byDigest = new Entries();
      }
      byDigest.put(digest, entry);
      TraceAttachment known = entry.content;
      return new Placed(entry.id, known == null ? null : new Held(digest, known));
    }
  }

  /** A span does not hold these bytes any more. */
  synchronized void release(Held held) {
    Entry entry = byDigest.get(held.digest);
    if (entry != null && entry.holders > 0 && --entry.holders == 0 && entry.content != null) {
      room.release(entry.content.content().length);
      entry.content = null;
    }
  }

  /** True for the first span that ends with these bytes, which is to export them. */
  synchronized boolean export(Held held) {
    Entry entry = byDigest.get(held.digest);
    if (entry == null || entry.exported) {
      return false;
    }
    entry.exported = true;
    return true;
  }

  /** These bytes were not exported after all; the next span that has them may try. */
  synchronized void lost(String attachmentId) {
    byDigest
        .values()
        .forEach(entry -> entry.exported = entry.exported && !entry.id.equals(attachmentId));
  }

  /** A UUID of version 8, made of the first bits of a hash. */
  private static String idOf(byte[] hash) {
    ByteBuffer bits = ByteBuffer.wrap(hash);
    long most = (bits.getLong() & ~0xF000L) | 0x8000L;
    long least = (bits.getLong() & ~(3L << 62)) | (1L << 63);
    return new UUID(most, least).toString();
  }

  private static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
