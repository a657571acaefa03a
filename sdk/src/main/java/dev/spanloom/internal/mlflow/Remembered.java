package dev.spanloom.internal.mlflow;

import java.util.LinkedHashMap;
import java.util.Map;

/** Something of each of the latest traces; the eldest are forgotten. Not thread-safe. */
final class Remembered<T> extends LinkedHashMap<String, T> {
  private static final long serialVersionUID = 1L;
  private static final int MOST = 10_000;

  @Override
  protected boolean removeEldestEntry(Map.Entry<String, T> eldest) {
    return size() > MOST;
  }
}
