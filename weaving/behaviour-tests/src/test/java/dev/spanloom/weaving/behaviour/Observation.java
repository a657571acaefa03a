package dev.spanloom.weaving.behaviour;

import com.fasterxml.jackson.databind.JsonNode;
import dev.spanloom.entities.Trace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What came of one subject in one JVM, as {@link dev.spanloom.weaving.behaviour.fork.CaseRunner}
 * saw it.
 *
 * @param returned as text
 * @param spanLeft whether a span was still the current one afterwards
 * @param caughtType class of the exception that escaped the subject; empty for none
 * @param caughtText its stack trace
 * @param marks the exceptions that the subject threw on purpose, in order
 * @param notes what the subject saw
 * @param traces in the order of their start
 */
record Observation(
    String returned,
    boolean spanLeft,
    String caughtType,
    String caughtText,
    List<Mark> marks,
    Map<String, String> notes,
    List<Trace> traces) {

  /**
   * An exception that the subject threw on purpose.
   *
   * @param isCaught whether it is, as an object, what escaped the subject
   * @param suppressed as texts
   */
  record Mark(String type, boolean isCaught, boolean sameStackTrace, List<String> suppressed) {}

  static Observation of(JsonNode line) {
    List<Mark> marks = new ArrayList<>();
    for (JsonNode mark : line.path("marks")) {
      List<String> suppressed = new ArrayList<>();
      mark.path("suppressed").forEach(text -> suppressed.add(text.asText()));
      marks.add(
          new Mark(
              mark.path("type").asText(),
              mark.path("isCaught").asBoolean(),
              mark.path("sameStackTrace").asBoolean(),
              suppressed));
    }
    Map<String, String> notes = new LinkedHashMap<>();
    line.path("notes").fields().forEachRemaining(n -> notes.put(n.getKey(), n.getValue().asText()));
    List<Trace> traces = new ArrayList<>();
    line.path("traces").forEach(trace -> traces.add(Trace.fromJson(trace.toString())));
    return new Observation(
        line.path("returned").asText(),
        line.path("spanLeft").asBoolean(),
        line.path("caught").path("type").asText(),
        line.path("caught").path("text").asText(),
        marks,
        notes,
        traces);
  }
}
