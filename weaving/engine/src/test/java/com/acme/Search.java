package com.acme;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.Trace;

/** What is woven in tests. */
public final class Search {
  @Trace
  public String find(String question) {
    return "answer to " + question;
  }

  public int count(int from) {
    try (LiveSpan span = Mlflow.startSpan("count")) {
      span.setInputs(from);
      return from + 1;
    }
  }
}
