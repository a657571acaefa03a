package dev.spanloom.storage.sql.internal.rows;

import dev.spanloom.storage.sql.Sql;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The JSON texts beside a trace, compressed: the length of the text, then a Zstandard frame. They
 * are small and alike, so that what all of them have in common is known beforehand, and what those
 * of one store have is learned. Thread-safe.
 */
public final class PackedText {
  /** What the texts are like. A change of it would make what is stored unreadable. */
  private static final byte[] COMMON =
      """
      {"start": 17, "end": 17, "root": {"id": "", "name": "", "status": "ERROR", "status": "OK", \
      "request": {"messages": [{"role": "user", "content": "", \
      "response": {"choices": [{"message": "}, "usage": {"input_tokens": 0, \
      "output_tokens": 0, "total_tokens": 0, "cache_read_input_tokens": 0, \
      "cache_creation_input_tokens": 0}, "cost": {"input_cost": 0.0, "output_cost": 0.0, \
      "total_cost": 0.0}, "usage": null, "cost": null, "sizes": [10, \
      {"client_request_id": "", "mlflow.linkedPrompts": "", "mlflow.user": "", \
      "mlflow.source.name": "", "mlflow.source.type": "LOCAL", "mlflow.source.git.commit": "", \
      "mlflow.source.git.branch": "main", "mlflow.source.git.repoURL": "https://", \
      "mlflow.trace.tokenUsage": "", "mlflow.traceInputs": "", "mlflow.traceOutputs": "", \
      "mlflow.sourceRun": "", "mlflow.modelId": "", "mlflow.trace.infoFinalized": "true", \
      {"trace_id": "tr-", "trace_location": {"type": "MLFLOW_EXPERIMENT", "mlflow_experiment": \
      {"experiment_id": "0"}}, "request_preview": "", "response_preview": "", \
      "request_time": "2026-01-01T00:00:00.000Z", "state": "IN_PROGRESS", "state": "ERROR", \
      "state": "OK", "trace_metadata": {"mlflow.trace_schema.version": "3", \
      "mlflow.trace.session": "", "mlflow.trace.user": ""}, "tags": {"mlflow.traceName": ""}, \
      "execution_duration_ms": 1
      """
          .getBytes(StandardCharsets.UTF_8);

  private static final Packing PACKING = Packing.with(COMMON);
  private static final Unpacking UNPACKING = Unpacking.with(COMMON);

  private PackedText() {}

  /**
   * Packs a text.
   *
   * @param learned how the texts of the store are packed once that was learned
   */
  static byte @Nullable [] pack(@Nullable String text, Packing learned) {
    if (text == null) {
      return null;
    }
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    byte[] frame = (learned.isPlain() ? PACKING : learned).pack(raw);
    return ByteBuffer.allocate(Integer.BYTES + frame.length).putInt(raw.length).put(frame).array();
  }

  public static @Nullable String unpack(Sql sql, byte @Nullable [] packed) throws SQLException {
    if (packed == null) {
      return null;
    }
    int length = ByteBuffer.wrap(packed).getInt();
    byte[] raw = Unpacking.unpack(sql, packed, Integer.BYTES, length, UNPACKING);
    return new String(raw, StandardCharsets.UTF_8);
  }
}
