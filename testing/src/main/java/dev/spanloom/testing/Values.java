package dev.spanloom.testing;

import dev.spanloom.entities.AttributeValue;
import dev.spanloom.internal.snapshot.SnapshotLimits;
import dev.spanloom.internal.snapshot.Snapshots;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Compares what a test expects with what a span kept of a value. */
final class Values {
  private Values() {}

  /** True when a span would have kept the expected value as the actual one. */
  static boolean equal(@Nullable Object actual, @Nullable Object expected) {
    return Objects.deepEquals(kept(actual), kept(expected));
  }

  static @Nullable Object kept(@Nullable Object value) {
    return Snapshots.of(value, SnapshotLimits.DEFAULT).get();
  }

  static @Nullable Object ofJson(String json) {
    return AttributeValue.ofJson(json).get();
  }

  static String json(@Nullable Object value) {
    return Snapshots.of(value, SnapshotLimits.DEFAULT).json();
  }
}
