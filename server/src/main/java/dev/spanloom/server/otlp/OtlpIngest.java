package dev.spanloom.server.otlp;

import com.linecorp.armeria.common.RequestHeaders;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.storage.TraceWriter;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.WriteResult.RejectedSpan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Stores the spans of a request in the experiments that they belong to. Thread-safe. */
final class OtlpIngest {
  private static final int MOST_REASONS = 5;

  private final TraceWriter writer;
  private final ExperimentRouting routing;

  OtlpIngest(TraceWriter writer, ExperimentRouting routing) {
    this.writer = writer;
    this.routing = routing;
  }

  /**
   * What became of a request; what is not rejected is durable.
   *
   * @param message why spans were rejected, for a person; empty when none was
   */
  record Outcome(long rejected, String message) {
    static final Outcome ALL_TAKEN = new Outcome(0, "");

    static Outcome of(List<RejectedSpan> rejected) {
      if (rejected.isEmpty()) {
        return ALL_TAKEN;
      }
      StringBuilder message = new StringBuilder();
      for (RejectedSpan span : rejected.subList(0, Math.min(MOST_REASONS, rejected.size()))) {
        message
            .append(message.isEmpty() ? "" : "; ")
            .append("span ")
            .append(span.index())
            .append(": ")
            .append(span.reason());
      }
      if (rejected.size() > MOST_REASONS) {
        message.append("; and ").append(rejected.size() - MOST_REASONS).append(" more");
      }
      return new Outcome(rejected.size(), message.toString());
    }
  }

  /** Some spans of a request, and their places in it. */
  private static final class Part {
    private final List<EncodedSpan> spans = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();
  }

  Outcome store(RequestHeaders headers, ReceivedSpans received) {
    List<RejectedSpan> rejected = new ArrayList<>(received.rejected());
    if (received.size() == 0) {
      return Outcome.of(rejected);
    }
    ExperimentRouting.Rule rule = routing.rule(headers);
    Map<String, Part> parts = new LinkedHashMap<>();
    for (int i = 0; i < received.size(); i++) {
      EncodedSpan span = received.span(i);
      try {
        Part part = parts.computeIfAbsent(rule.experimentId(span), id -> new Part());
        part.spans.add(span);
        part.places.add(received.place(i));
      } catch (MlflowException e) {
        rejected.add(new RejectedSpan(received.place(i), String.valueOf(e.getMessage())));
      }
    }
    parts.forEach(
        (experimentId, part) -> {
          WriteBatch batch = new WriteBatch(List.of(), part.spans, experimentId);
          for (RejectedSpan span : writer.write(batch).rejected()) {
            rejected.add(new RejectedSpan(part.places.get(span.index()), span.reason()));
          }
        });
    return Outcome.of(rejected);
  }
}
