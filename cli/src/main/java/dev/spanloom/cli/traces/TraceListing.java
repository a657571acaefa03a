package dev.spanloom.cli.traces;

import dev.spanloom.cli.output.Column;
import dev.spanloom.cli.output.Listing;
import dev.spanloom.cli.output.PlainText;
import dev.spanloom.cli.terminal.Texts;
import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.Trace;
import dev.spanloom.entities.TraceMetadataKey;
import dev.spanloom.entities.TraceState;
import dev.spanloom.query.FieldPath;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How traces are listed. */
final class TraceListing {
  private static final String PLURAL = "traces";

  private TraceListing() {}

  /** What is known without the spans; in JSON the info in MLflow's dict form. */
  static Listing<Trace> ofInfos() {
    return new Listing<>(
        PLURAL,
        List.of(
            Column.<Trace>of("trace_id", trace -> trace.info().traceId()).titled("TRACE"),
            Column.<Trace>shown(
                    "request_time",
                    trace -> Texts.isoTime(trace.info().requestTimeUnixMillis()),
                    trace -> Texts.time(trace.info().requestTimeUnixMillis()))
                .titled("TIME"),
            Column.<Trace>shown(
                    "state",
                    trace -> trace.info().state().name(),
                    trace -> word(trace.info().state()))
                .redWhen(trace -> trace.info().state() == TraceState.ERROR),
            Column.<Trace>number(
                    "execution_duration_ms",
                    trace -> trace.info().executionDurationMillis(),
                    trace -> Texts.millis(trace.info().executionDurationMillis()))
                .titled("DURATION"),
            Column.<Trace>of("name", trace -> trace.info().name()).cut()),
        List.of(
            Column.of("experiment_id", trace -> trace.info().experimentId()),
            Column.of("client_request_id", trace -> trace.info().clientRequestId()),
            Column.of("session_id", trace -> metadata(trace, TraceMetadataKey.TRACE_SESSION)),
            Column.of("user", trace -> metadata(trace, TraceMetadataKey.TRACE_USER)),
            Column.number("total_tokens", TraceListing::tokens, TraceListing::tokensText),
            Column.number("total_cost", TraceListing::cost, TraceListing::costText),
            Column.of("request_preview", trace -> trace.info().requestPreview()),
            Column.of("response_preview", trace -> trace.info().responsePreview())),
        trace -> trace.info().toMap());
  }

  /** The values that paths name. */
  static Listing<Trace> ofPaths(List<FieldPath> paths, List<String> names) {
    List<Column<Trace>> columns =
        IntStream.range(0, paths.size())
            .mapToObj(
                i ->
                    Column.<Trace>shown(
                            names.get(i),
                            trace -> paths.get(i).value(trace),
                            trace -> PlainText.of(paths.get(i).value(trace)))
                        .titled(names.get(i))
                        .cut())
            .toList();
    return Listing.ofColumns(PLURAL, columns);
  }

  private static @Nullable String metadata(Trace trace, String key) {
    return trace.info().traceMetadata().get(key);
  }

  private static @Nullable Object tokens(Trace trace) {
    return trace.info().tokenUsage().map(TokenUsage::totalTokens).orElse(null);
  }

  private static String tokensText(Trace trace) {
    return trace.info().tokenUsage().map(usage -> Texts.count(usage.totalTokens())).orElse("");
  }

  private static @Nullable Object cost(Trace trace) {
    return trace.info().cost().map(LlmCost::totalCost).orElse(null);
  }

  private static String costText(Trace trace) {
    return trace.info().cost().map(cost -> Texts.dollars(cost.totalCost())).orElse("");
  }

  private static String word(TraceState state) {
    return switch (state) {
      case OK, ERROR -> state.name();
      case IN_PROGRESS -> "running";
      case STATE_UNSPECIFIED -> "unknown";
    };
  }
}
