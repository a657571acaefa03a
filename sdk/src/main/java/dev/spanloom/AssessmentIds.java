package dev.spanloom;

import java.util.UUID;

/** Ids of assessments that are made here rather than by a store. */
final class AssessmentIds {
  private AssessmentIds() {}

  static String next() {
    return "a-" + UUID.randomUUID().toString().replace("-", "");
  }
}
