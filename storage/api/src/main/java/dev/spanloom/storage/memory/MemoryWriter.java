package dev.spanloom.storage.memory;

import dev.spanloom.entities.internal.derive.TraceInfoMerge;
import dev.spanloom.storage.TraceWriter;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.WriteResult;
import dev.spanloom.storage.internal.ExperimentRules;
import dev.spanloom.storage.internal.Intake;
import dev.spanloom.storage.internal.TraceRules;

final class MemoryWriter implements TraceWriter {
  private final Memory memory;

  MemoryWriter(Memory memory) {
    this.memory = memory;
  }

  @Override
  public WriteResult write(WriteBatch batch) {
    Intake intake = Intake.of(batch);
    return memory.alone(
        contents -> {
          for (Intake.OfTrace trace : intake.traces()) {
            write(contents, intake, trace);
          }
          return intake.result();
        });
  }

  private static void write(Memory.Contents contents, Intake intake, Intake.OfTrace trace) {
    StoredTrace stored = contents.traces.get(trace.traceId());
    if (!intake.admit(trace, stored != null, id -> exists(contents, id))) {
      return;
    }
    if (stored == null) {
      stored = new StoredTrace(TraceRules.unsaid(trace.traceId(), intake.firstExperiment(trace)));
      contents.traces.put(trace.traceId(), stored);
    }
    for (Intake.AcceptedInfo accepted : trace.infos()) {
      stored.said = TraceInfoMerge.update(stored.said, accepted.info());
    }
    for (Intake.AcceptedSpan accepted : trace.spans().values()) {
      stored.spans.put(accepted.facts().spanId(), accepted.encoded().decode());
    }
  }

  private static boolean exists(Memory.Contents contents, String experimentId) {
    return ExperimentRules.number(experimentId).stream()
        .anyMatch(contents.experiments::containsKey);
  }
}
