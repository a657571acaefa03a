package dev.spanloom.internal.mlflow;

import java.util.Map;

/** What a server is told of who we are, with every request. Thread-safe. */
public interface Login {
  /**
   * The headers that say it; empty for none. May block.
   *
   * @throws dev.spanloom.destination.RetryLaterException when there is none for the moment
   */
  Map<String, String> headers();

  /**
   * Looks for another login, since the server did not take this one. May block.
   *
   * @param refused what it did not take
   * @return true when there is another one now
   */
  boolean renew(Map<String, String> refused);

  /** What a person should set where no login is taken. */
  String hint();
}
