package com.acme;

import dev.spanloom.Trace;

/** With an annotation that cannot be honoured. */
public abstract class Index {
  @Trace
  public abstract String lookUp(String key);
}
