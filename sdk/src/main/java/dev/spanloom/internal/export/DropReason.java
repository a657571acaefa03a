package dev.spanloom.internal.export;

/** Why a span never arrived. */
public enum DropReason {
  /** The queue in memory or the spool had no room. */
  FULL,
  /** The destination refused it for good. */
  REFUSED,
  /** Tracing was shut down, and it was in memory only. */
  SHUT_DOWN
}
