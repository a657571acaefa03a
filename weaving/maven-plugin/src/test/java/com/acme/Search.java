package com.acme;

import dev.spanloom.Trace;

/** What is woven in tests. */
public final class Search {
  @Trace
  public String find(String question) {
    return "answer to " + question;
  }
}
