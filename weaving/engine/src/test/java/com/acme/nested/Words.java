package com.acme.nested;

import dev.spanloom.Trace;

public final class Words {
  @Trace
  public static int length(String word) {
    return word.length();
  }
}
