package dev.spanloom.storage.sql.search;

/**
 * A trace that may be found.
 *
 * @param timeMillis when it started
 * @param sure whether it is found for sure
 * @param archived whether its payloads, and with them its text, are archived
 */
record Candidate(long traceNo, long timeMillis, String traceId, boolean sure, boolean archived) {
  /** Takes candidates one by one; false ends the search. */
  interface Visitor {
    boolean visit(Candidate candidate) throws java.sql.SQLException;
  }
}
