package dev.spanloom.server.otlp;

import com.linecorp.armeria.common.RequestHeaders;
import dev.spanloom.conventions.ResourceWords;
import dev.spanloom.conventions.SpanTranslator;
import dev.spanloom.conventions.Translated;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.SpanHead;
import dev.spanloom.server.rest.RunLinks;
import dev.spanloom.storage.TraceStore;
import dev.spanloom.storage.TraceWriter;
import dev.spanloom.storage.WriteBatch;
import dev.spanloom.storage.WriteResult;
import dev.spanloom.storage.WriteResult.RejectedSpan;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Translates the spans of a request and stores them in the experiments that they belong to, with
 * what they say of their traces. Thread-safe.
 */
final class OtlpIngest {
  private static final Logger LOG = LoggerFactory.getLogger(OtlpIngest.class);
  private static final int MOST_REASONS = 5;

  /** Names the run that the traces belong to whose root is in the request. */
  private static final String RUN_ID = "x-mlflow-run-id";

  private final SpanTranslator translator = SpanTranslator.standard();
  private final TraceWriter writer;
  private final ExperimentRouting routing;
  private final SpanLimits limits;
  private final Rejections rejections;
  private final RunLinks runs;

  OtlpIngest(
      TraceStore store, ExperimentRouting routing, SpanLimits limits, Rejections rejections) {
    this.writer = store.writer();
    this.runs = new RunLinks(store);
    this.routing = routing;
    this.limits = limits;
    this.rejections = rejections;
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

  /**
   * Begins to store what came.
   *
   * @return what became of it; what follows must not wait for the store
   */
  CompletableFuture<Outcome> begin(RequestHeaders headers, ReceivedSpans received) {
    Arrival arrival = new Arrival();
    for (ReceivedSpans.Unreadable none : received.unreadable()) {
      arrival.reject(none.place(), Rejections.UNREADABLE, none.reason());
    }
    if (received.size() == 0) {
      return CompletableFuture.completedFuture(Outcome.of(arrival.rejected));
    }
    ExperimentRouting.Rule rule = routing.rule(headers);
    for (int i = 0; i < received.size(); i++) {
      arrival.take(received.span(i), received.place(i));
    }
    CompletableFuture<Outcome> outcome = arrival.begin(rule);
    String runId = headers.get(RUN_ID, "");
    if (!runId.isEmpty()) {
      outcome.join(); // to link is to ask the store again
      link(runId, arrival.tracesWithRoot());
    }
    return outcome;
  }

  /** What is wrong with a link is no fault of the spans, which are stored. */
  private void link(String runId, List<String> traceIds) {
    try {
      runs.link(traceIds, runId);
    } catch (MlflowException e) {
      LOG.info("traces are not linked to a run: {}", e.getMessage());
    }
  }

  /** What goes to one experiment. */
  private static final class Part {
    private final List<TraceInfo> infos = new ArrayList<>();
    private final List<EncodedSpan> spans = new ArrayList<>();
    private final List<Integer> places = new ArrayList<>();
  }

  /** One request on its way. Not thread-safe. */
  private final class Arrival {
    private final Map<String, ArrivedTrace> traces = new LinkedHashMap<>();
    private final IdentityHashMap<byte[], ResourceWords> resources = new IdentityHashMap<>();
    private final List<RejectedSpan> rejected = new ArrayList<>();

    private void reject(int place, String kind, String reason) {
      rejected.add(new RejectedSpan(place, reason));
      rejections.rejected(kind);
    }

    private void take(EncodedSpan span, int place) {
      String excess = limits.excess(place, span.span());
      if (excess != null) {
        reject(place, Rejections.LIMIT, excess);
        return;
      }
      SpanHead head;
      ResourceWords resource;
      try {
        head = SpanHead.of(span.span());
        resource = resource(span);
      } catch (MlflowException e) {
        reject(place, Rejections.UNREADABLE, String.valueOf(e.getMessage()));
        return;
      }
      Translated translated = translator.translate(span);
      String service = resource.serviceName();
      if (head.parentId() == null && service != null) {
        translated =
            new Translated(
                translator.withService(translated.span(), service),
                translated.traceMetadata(),
                translated.traceTags());
      }
      traces
          .computeIfAbsent(head.traceId(), ArrivedTrace::new)
          .add(head, translated, resource, place);
    }

    private ResourceWords resource(EncodedSpan span) {
      ResourceWords known = resources.get(span.resource());
      if (known == null) {
        known = ResourceWords.of(span.decodeResource());
        resources.put(span.resource(), known);
      }
      return known;
    }

    private CompletableFuture<Outcome> begin(ExperimentRouting.Rule rule) {
      Map<String, Part> parts = new LinkedHashMap<>();
      for (ArrivedTrace trace : traces.values()) {
        Part part;
        try {
          String experimentId = rule.experimentId(trace.serviceName());
          part = parts.computeIfAbsent(experimentId, id -> new Part());
        } catch (MlflowException e) {
          trace
              .places()
              .forEach(
                  place -> reject(place, Rejections.EXPERIMENT, String.valueOf(e.getMessage())));
          continue;
        }
        TraceInfo said = trace.info();
        if (said != null) {
          part.infos.add(said);
        }
        part.spans.addAll(trace.spans());
        part.places.addAll(trace.places());
      }
      Map<Part, CompletableFuture<WriteResult>> begun = new LinkedHashMap<>();
      parts.forEach(
          (experimentId, part) ->
              begun.put(part, writer.begin(new WriteBatch(part.infos, part.spans, experimentId))));
      return CompletableFuture.allOf(begun.values().toArray(CompletableFuture<?>[]::new))
          .thenApply(
              all -> {
                begun.forEach((part, result) -> addRejected(part, result.join()));
                return Outcome.of(rejected);
              });
    }

    private void addRejected(Part part, WriteResult result) {
      for (RejectedSpan span : result.rejected()) {
        rejected.add(new RejectedSpan(part.places.get(span.index()), span.reason()));
      }
    }

    /** The traces whose root came and was taken. */
    private List<String> tracesWithRoot() {
      Set<Integer> lost = rejected.stream().map(RejectedSpan::index).collect(Collectors.toSet());
      return traces.values().stream()
          .filter(trace -> trace.rootPlace() >= 0 && !lost.contains(trace.rootPlace()))
          .map(ArrivedTrace::traceId)
          .toList();
    }
  }
}
