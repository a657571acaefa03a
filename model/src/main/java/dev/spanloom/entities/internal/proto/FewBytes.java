package dev.spanloom.entities.internal.proto;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Copies of a few bytes, for which a call of the JVM's copy would take longer than the copy. */
public final class FewBytes {
  private static final int FEW = 16;
  private static final VarHandle EIGHT_BYTES =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

  private FewBytes() {}

  /** As {@link System#arraycopy}, but may change up to 16 bytes from {@code at} on. */
  public static void copy(byte[] from, int start, byte[] to, int at, int length) {
    if (length <= FEW && start + FEW <= from.length && at + FEW <= to.length) {
      EIGHT_BYTES.set(to, at, (long) EIGHT_BYTES.get(from, start));
      EIGHT_BYTES.set(to, at + 8, (long) EIGHT_BYTES.get(from, start + 8));
    } else {
      System.arraycopy(from, start, to, at, length);
    }
  }
}
