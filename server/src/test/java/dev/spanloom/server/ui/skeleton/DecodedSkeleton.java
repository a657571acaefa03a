package dev.spanloom.server.ui.skeleton;

import dev.spanloom.entities.internal.json.JsonReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads a skeleton as docs/spec/ui-api.md describes it, and complains about whatever differs. */
public final class DecodedSkeleton {
  private static final int BLOCK = 8;

  private final ByteBuffer in;
  private final List<String> words = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();
  private final List<Integer> kinds = new ArrayList<>();
  private Map<?, ?> head = Map.of();
  private boolean ended;

  /** A span of the columns. */
  public record Row(
      String id,
      double start,
      double duration,
      int parent,
      String name,
      float cost,
      int inputTokens,
      int outputTokens,
      String model,
      @Nullable String type,
      int status) {}

  public DecodedSkeleton(byte[] answer) {
    in = ByteBuffer.wrap(answer).order(ByteOrder.LITTLE_ENDIAN);
    while (in.hasRemaining()) {
      check(in.position() % BLOCK == 0, "a frame begins at " + in.position());
      check(!ended, "something comes behind the end");
      int kind = in.getInt();
      int length = in.getInt();
      int end = in.position() + length;
      kinds.add(kind);
      frame(kind, length);
      check(in.position() == end, "frame " + kind + " ends at " + in.position() + ", not " + end);
      while (in.position() % BLOCK != 0) {
        check(in.get() == 0, "zeros behind a frame");
      }
    }
    check(ended, "there is no end");
  }

  public Map<?, ?> head() {
    return head;
  }

  public List<Row> rows() {
    return rows;
  }

  public List<Integer> kinds() {
    return kinds;
  }

  private void frame(int kind, int length) {
    check((kind == 1) == (kinds.size() == 1), "the head is the first frame");
    switch (kind) {
      case 1 -> head = (Map<?, ?>) json(length);
      case 2 -> ((List<?>) json(length)).forEach(word -> words.add((String) word));
      case 3 -> spans();
      case 4 -> {
        ended = true;
        check(((Map<?, ?>) json(length)).get("spans").equals((long) rows.size()), "all spans");
        check(head.get("spans").equals((long) rows.size()), "as many spans as the head says");
      }
      default -> throw new AssertionError("frame of kind " + kind);
    }
  }

  private Object json(int length) {
    byte[] text = new byte[length];
    in.get(text);
    return Objects.requireNonNull(JsonReader.read(new String(text, StandardCharsets.UTF_8)));
  }

  private int column(int at, int bytes) {
    return at + (bytes + BLOCK - 1) / BLOCK * BLOCK;
  }

  private void spans() {
    check(words.get(0).isEmpty(), "place 0 is the empty word");
    int n = in.getInt();
    check(in.getInt() == 0, "zero behind the count");
    int id = in.position();
    int start = column(id, 8 * n);
    int duration = column(start, 8 * n);
    int parent = column(duration, 8 * n);
    int name = column(parent, 4 * n);
    int cost = column(name, 4 * n);
    int input = column(cost, 4 * n);
    int output = column(input, 4 * n);
    int model = column(output, 4 * n);
    int type = column(model, 2 * n);
    int status = column(type, n);
    List<?> types = (List<?>) head.get("types");
    for (int i = 0; i < n; i++) {
      int typePlace = in.get(type + i) & 0xFF;
      rows.add(
          new Row(
              HexFormat.of().toHexDigits(in.getLong(id + 8 * i)),
              in.getDouble(start + 8 * i),
              in.getDouble(duration + 8 * i),
              in.getInt(parent + 4 * i),
              words.get(in.getInt(name + 4 * i)),
              in.getFloat(cost + 4 * i),
              in.getInt(input + 4 * i),
              in.getInt(output + 4 * i),
              words.get(in.getShort(model + 2 * i) & 0xFFFF),
              typePlace == 255 ? null : (String) types.get(typePlace),
              in.get(status + i)));
    }
    in.position(status + n);
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
