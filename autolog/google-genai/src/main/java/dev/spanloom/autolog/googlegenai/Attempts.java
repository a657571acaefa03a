package dev.spanloom.autolog.googlegenai;

import dev.spanloom.autolog.http.HttpCall;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Goes with the request of a call as its tag, to where single attempts are seen. Thread-safe.
 *
 * @param call the call
 * @param number how many there were
 */
record Attempts(HttpCall call, AtomicInteger number) {
  Attempts(HttpCall call) {
    this(call, new AtomicInteger());
  }
}
