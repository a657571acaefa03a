package dev.spanloom.storage.contract;

import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Traces in the form in which written and read ones must be equal. */
record GoldenForm(TraceInfo info, Set<Span> spans) {
  static GoldenForm of(Trace trace) {
    TraceInfo info = trace.info();
    List<Assessment> assessments = new ArrayList<>();
    for (Assessment assessment : info.assessments()) {
      Assessment.Builder<?> builder = assessment.toBuilder();
      builder.traceId(info.traceId());
      assessments.add(builder.build());
    }
    // the order of the client is kept nowhere: a store has its own
    return new GoldenForm(
        info.toBuilder().assessments(assessments).build(), Set.copyOf(trace.data().spans()));
  }
}
