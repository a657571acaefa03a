package dev.spanloom.internal.spool;

/** What happens to spans for which the spool has no room. */
public enum WhenFull {
  /** The oldest segment goes, with all in it that has not arrived. */
  DROP_OLDEST,
  /** The span goes. */
  DROP_NEWEST,
  /** The thread that ends the span waits a little; then the span goes. */
  BLOCK
}
