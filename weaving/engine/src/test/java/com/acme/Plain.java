package com.acme;

/** With nothing to weave. */
public final class Plain {
  public int twice(int number) {
    return 2 * number;
  }
}
