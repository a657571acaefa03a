package com.acme;

import dev.spanloom.Trace;

/** With annotations that cannot be honoured. */
public abstract class Index {
  @Trace
  public abstract String lookUp(String key);

  @Trace
  public abstract String lookUp(int number);
}
