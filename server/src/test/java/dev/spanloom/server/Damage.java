package dev.spanloom.server;

import java.util.Arrays;
import java.util.Random;

/** Damages good input at random, for fuzz tests. */
public final class Damage {
  private Damage() {}

  /** With bits and bytes changed, cut short, or with a part of it repeated. */
  public static byte[] damaged(byte[] good, Random random) {
    byte[] input = good.clone();
    for (int times = 1 + random.nextInt(6); times > 0; times--) {
      int at = random.nextInt(Math.max(1, input.length));
      switch (random.nextInt(4)) {
        case 0 -> input[at] = (byte) random.nextInt(256);
        case 1 -> input[at] ^= (byte) (1 << random.nextInt(8));
        case 2 -> input = Arrays.copyOf(input, Math.max(1, at));
        default -> {
          int from = random.nextInt(input.length);
          int length = Math.min(random.nextInt(60), input.length - from);
          byte[] longer = Arrays.copyOf(input, input.length + length);
          System.arraycopy(input, at, longer, at + length, input.length - at);
          System.arraycopy(input, from, longer, at, length);
          input = longer;
        }
      }
    }
    return input;
  }
}
