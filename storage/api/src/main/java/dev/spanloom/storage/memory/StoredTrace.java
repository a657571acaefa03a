package dev.spanloom.storage.memory;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.derive.TraceFacts;
import dev.spanloom.storage.internal.AssessmentRules;
import dev.spanloom.storage.internal.TraceRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One trace: what clients said of it, and its spans. Guarded by the lock of {@link Memory}. */
final class StoredTrace {
  TraceInfo said;
  final Map<String, Span> spans = new HashMap<>();

  StoredTrace(TraceInfo said) {
    this.said = said;
  }

  TraceInfo info() {
    return TraceRules.shown(said, TraceFacts.ofSpans(orderedSpans()).orElse(null));
  }

  Trace trace() {
    return new Trace(info(), orderedSpans());
  }

  private List<Span> orderedSpans() {
    return spans.values().stream().sorted(TraceRules.SPAN_ORDER).toList();
  }

  Optional<Assessment> assessment(String id) {
    return said.assessments().stream()
        .filter(assessment -> id.equals(assessment.assessmentId()))
        .findFirst();
  }

  Assessment requireAssessment(String id) {
    return assessment(id).orElseThrow(() -> AssessmentRules.noSuchAssessment(said.traceId(), id));
  }

  /** Adds an assessment, or puts it in the place of the one of the same id. */
  void put(Assessment changed) {
    List<Assessment> all = new ArrayList<>(said.assessments());
    String id = AssessmentRules.idOf(changed);
    int at = 0;
    while (at < all.size() && !id.equals(all.get(at).assessmentId())) {
      at++;
    }
    if (at == all.size()) {
      all.add(changed);
    } else {
      all.set(at, changed);
    }
    said = said.toBuilder().assessments(all).build();
  }

  void remove(Assessment removed) {
    List<Assessment> rest = new ArrayList<>(said.assessments());
    rest.remove(removed);
    said = said.toBuilder().assessments(rest).build();
  }
}
