package dev.spanloom.cli.traces;

import dev.spanloom.cli.output.Column;
import dev.spanloom.cli.output.Listing;
import dev.spanloom.cli.terminal.Texts;
import dev.spanloom.entities.LlmCost;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.storage.SpanSummary;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How spans are listed, without their payloads. */
final class SpanListing {
  private SpanListing() {}

  static Listing<SpanSummary> ofSummaries() {
    return Listing.ofColumns(
        "spans",
        List.of(
            Column.<SpanSummary>of("span_id", SpanSummary::spanId).titled("SPAN"),
            Column.<SpanSummary>of("parent_id", SpanSummary::parentId).titled("PARENT"),
            Column.<SpanSummary>of("type", SpanSummary::type).cut(),
            Column.<SpanSummary>of("status", span -> span.status().name())
                .redWhen(span -> span.status() == SpanStatusCode.ERROR),
            Column.<SpanSummary>number(
                    "duration_ms",
                    SpanListing::durationMillis,
                    span -> Texts.duration(durationNanos(span)))
                .titled("DURATION"),
            Column.<SpanSummary>number("total_tokens", SpanListing::tokens, SpanListing::tokensText)
                .titled("TOKENS"),
            Column.<SpanSummary>of("name", SpanSummary::name).cut()),
        List.of(
            Column.of("model", SpanSummary::model),
            Column.number(
                "total_cost",
                span -> Optional.ofNullable(span.cost()).map(LlmCost::totalCost).orElse(null),
                span ->
                    Optional.ofNullable(span.cost())
                        .map(cost -> Texts.dollars(cost.totalCost()))
                        .orElse("")),
            Column.number(
                "start_time_unix_nano",
                SpanSummary::startTimeUnixNanos,
                span -> String.valueOf(span.startTimeUnixNanos())),
            Column.number(
                "end_time_unix_nano",
                SpanSummary::endTimeUnixNanos,
                span ->
                    Optional.ofNullable(span.endTimeUnixNanos()).map(String::valueOf).orElse(""))));
  }

  private static @Nullable Long durationNanos(SpanSummary span) {
    Long end = span.endTimeUnixNanos();
    return end == null ? null : end - span.startTimeUnixNanos();
  }

  private static @Nullable Object durationMillis(SpanSummary span) {
    Long nanos = durationNanos(span);
    return nanos == null ? null : nanos / 1e6;
  }

  private static @Nullable Object tokens(SpanSummary span) {
    return Optional.ofNullable(span.usage()).map(TokenUsage::totalTokens).orElse(null);
  }

  private static String tokensText(SpanSummary span) {
    return Optional.ofNullable(span.usage())
        .map(usage -> Texts.count(usage.totalTokens()))
        .orElse("");
  }
}
