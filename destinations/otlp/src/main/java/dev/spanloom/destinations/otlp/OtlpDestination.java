package dev.spanloom.destinations.otlp;

import dev.spanloom.destination.Destination;
import dev.spanloom.destination.TraceBatch;
import dev.spanloom.destination.TraceDeletion;
import dev.spanloom.destination.TracePage;
import dev.spanloom.destination.TraceSearch;
import dev.spanloom.entities.Assessment;
import dev.spanloom.entities.ErrorCode;
import dev.spanloom.entities.Experiment;
import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.internal.derive.TraceWords;
import dev.spanloom.entities.internal.proto.SpanMessage;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.OtlpReply;
import dev.spanloom.entities.otlp.OtlpRequests;
import dev.spanloom.entities.otlp.SpanHead;
import dev.spanloom.internal.settings.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An OpenTelemetry backend or Collector as a destination. Spans are sent as they are; what is said
 * of a trace beside its spans goes along as attributes of its root. Nothing can be read. A backend
 * that cannot be reached yet is no failure of opening. Thread-safe; owns connections and threads.
 */
final class OtlpDestination implements Destination {
  /** Under the 4 MiB that gRPC's servers take, with resources and headers. */
  private static final int MOST_BYTES = (4 << 20) - (128 << 10);

  /** JSON has ids in hex and bytes in base64. */
  private static final int MOST_BYTES_BEFORE_JSON = 2 << 20;

  private final OtlpEndpoint endpoint;
  private final Sender sender;
  private final HeardTraces heard = new HeardTraces();
  private final SentSpans sent = new SentSpans();
  private final Notices notices;

  private OtlpDestination(OtlpSettings settings) {
    endpoint = settings.endpoint();
    sender =
        endpoint.protocol() == Protocol.GRPC ? new GrpcSender(settings) : new HttpSender(settings);
    notices = new Notices(description(), System::nanoTime);
  }

  /**
   * A destination for a URI.
   *
   * @throws IllegalArgumentException for a URI, or settings, that cannot be used
   */
  static OtlpDestination open(String uri, Settings settings) {
    return new OtlpDestination(OtlpSettings.of(uri, new OtlpVariables(settings)));
  }

  @Override
  public String description() {
    return "OTLP backend at " + endpoint;
  }

  /** Spans that the backend has not taken of requests that it took. */
  long rejectedSpans() {
    return notices.rejectedSpans();
  }

  /** Words on traces that no root carried. */
  long untoldWords() {
    return heard.untold();
  }

  /**
   * A span on its way.
   *
   * @param given as it came in the batch
   * @param carried the same, with what it says of its trace
   * @param rootOf the trace that it is the root of; null when it is none
   */
  private record Outgoing(EncodedSpan given, EncodedSpan carried, @Nullable String rootOf) {
    byte[] bytes() {
      return carried.span();
    }
  }

  @Override
  public void write(TraceBatch batch) {
    batch.infos().forEach(heard::add);
    List<EncodedSpan> done = new ArrayList<>();
    try {
      byExperiment(batch).forEach((id, spans) -> send(spans, ExperimentHeaders.of(id), done));
    } catch (RuntimeException e) {
      sent.add(done);
      throw e;
    }
    sent.forget(batch.spans());
    batch.infos().forEach(info -> heard.giveUpLateNews(info.traceId()));
    notices.untold(heard.untold());
  }

  private Map<String, List<Outgoing>> byExperiment(TraceBatch batch) {
    Map<String, List<Outgoing>> spans = new LinkedHashMap<>();
    for (EncodedSpan span : batch.spans()) {
      if (sent.contains(span)) {
        continue;
      }
      SpanHead head = SpanHead.of(span.span());
      TraceInfo info = heard.info(head.traceId());
      String experimentId = info == null ? null : info.experimentId();
      spans
          .computeIfAbsent(
              experimentId == null ? batch.experimentId() : experimentId, id -> new ArrayList<>())
          .add(outgoing(span, head, info));
    }
    return spans;
  }

  private static Outgoing outgoing(EncodedSpan span, SpanHead head, @Nullable TraceInfo info) {
    if (head.parentId() != null) {
      return new Outgoing(span, span, null);
    }
    EncodedSpan carried =
        info == null
            ? span
            : span.withSpan(SpanMessage.withAttributes(span.span(), TraceWords.attributes(info)));
    return new Outgoing(span, carried, head.traceId());
  }

  private void send(List<Outgoing> spans, Map<String, String> headers, List<EncodedSpan> done) {
    int mostBytes = endpoint.protocol() == Protocol.HTTP_JSON ? MOST_BYTES_BEFORE_JSON : MOST_BYTES;
    for (List<Outgoing> part : OtlpRequests.parts(spans, Outgoing::bytes, mostBytes)) {
      OtlpReply reply = sender.send(part.stream().map(Outgoing::carried).toList(), headers);
      if (reply.rejectedSpans() != 0 || !reply.message().isEmpty()) {
        notices.noted(reply.rejectedSpans(), reply.message());
      }
      for (Outgoing span : part) {
        done.add(span.given());
        if (span.rootOf() != null) {
          heard.carried(span.rootOf());
        }
      }
    }
  }

  private MlflowException unreadable(String asked) {
    return new MlflowException(
        ErrorCode.NOT_IMPLEMENTED,
        asked
            + ": "
            + description()
            + " takes spans and gives nothing back, as OTLP has it (expected: a tracking URI that"
            + " can be read, such as http://HOST:PORT of a server, beside this one or in its"
            + " place)");
  }

  @Override
  public Optional<TraceInfo> getTraceInfo(String traceId) {
    throw unreadable("trace " + traceId);
  }

  @Override
  public Optional<Trace> getTrace(String traceId) {
    throw unreadable("trace " + traceId);
  }

  @Override
  public TracePage searchTraces(TraceSearch search) {
    throw unreadable("search of traces");
  }

  @Override
  public int deleteTraces(TraceDeletion deletion) {
    throw unreadable("deletion of traces");
  }

  @Override
  public void setTraceTag(String traceId, String key, String value) {
    throw unreadable("tag \"" + key + "\" of trace " + traceId);
  }

  @Override
  public void deleteTraceTag(String traceId, String key) {
    throw unreadable("tag \"" + key + "\" of trace " + traceId);
  }

  @Override
  public Assessment createAssessment(Assessment assessment) {
    throw unreadable("assessment \"" + assessment.name() + "\" of trace " + assessment.traceId());
  }

  @Override
  public Assessment getAssessment(String traceId, String assessmentId) {
    throw unreadable("assessment " + assessmentId + " of trace " + traceId);
  }

  @Override
  public Assessment updateAssessment(Assessment assessment) {
    throw unreadable("assessment \"" + assessment.name() + "\" of trace " + assessment.traceId());
  }

  @Override
  public void deleteAssessment(String traceId, String assessmentId) {
    throw unreadable("assessment " + assessmentId + " of trace " + traceId);
  }

  /** Nobody is asked; a server of ours creates it when the first spans come. */
  @Override
  public Experiment getOrCreateExperiment(String name) {
    return ExperimentHeaders.ofName(name);
  }

  @Override
  public Optional<Experiment> getExperiment(String experimentId) {
    return Optional.of(ExperimentHeaders.ofId(experimentId));
  }

  @Override
  public void close() {
    sender.close();
  }
}
