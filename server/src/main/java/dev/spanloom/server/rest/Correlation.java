package dev.spanloom.server.rest;

/**
 * How many traces two filters find; of that, their normalized pointwise mutual information: 1 when
 * they find the same, 0 when one says nothing of the other, -1 when no trace is found by both.
 *
 * @param first of one filter
 * @param second of the other
 * @param joint of both
 * @param total of all
 */
record Correlation(long first, long second, long joint, long total) {
  /** What is added to each of the four cells, so that no few traces count for much. */
  private static final double PRIOR = 0.5;

  /** NaN when it is undefined. */
  double npmi() {
    return of(0);
  }

  /** The same with a prior; NaN when it is undefined. */
  double smoothedNpmi() {
    return of(PRIOR);
  }

  private double of(double prior) {
    long onlyFirst = first - joint;
    long onlySecond = second - joint;
    long neither = total - first - second + joint;
    boolean consistent = joint >= 0 && onlyFirst >= 0 && onlySecond >= 0 && neither >= 0;
    if (total <= 0 || first <= 0 || second <= 0 || !consistent) {
      return Double.NaN;
    }
    if (onlyFirst == 0 && onlySecond == 0 && (neither == 0 || prior == 0)) {
      return 1;
    }
    if (joint == 0 && prior == 0) {
      return -1;
    }
    double all = total + 4 * prior;
    double both = (joint + prior) / all;
    double one = (first + 2 * prior) / all;
    double other = (second + 2 * prior) / all;
    double npmi = Math.log(both / (one * other)) / -Math.log(both);
    return Math.max(-1, Math.min(1, npmi));
  }
}
