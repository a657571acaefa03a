package dev.spanloom.spring;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings that MLflow has no name for. What is null, the SDK decides. Not to be changed.
 *
 * @param enabled false: nothing of Spanloom is in the application
 * @param shutdownTimeout how long the end of the application may wait for what is not written yet
 */
@ConfigurationProperties("spanloom")
public record SpanloomProperties(
    @DefaultValue("true") boolean enabled,
    @DefaultValue("10s") Duration shutdownTimeout,
    @DefaultValue Status status,
    @DefaultValue Close close,
    @DefaultValue Export export,
    @DefaultValue Spool spool,
    @DefaultValue Span span,
    @DefaultValue Trace trace,
    @DefaultValue Value value,
    @DefaultValue Web web,
    @DefaultValue Health health) {
  private static final long SMALLEST_SEGMENT = 4096;
  private static final long USUAL_SEGMENT = 4 << 20;

  public SpanloomProperties {
    Checks.notNegative(shutdownTimeout, "spanloom.shutdown-timeout");
  }

  /** What is set of the SDK's settings, by their names. */
  Map<String, String> settings() {
    SettingTexts texts = new SettingTexts();
    status.into(texts);
    close.into(texts);
    export.into(texts);
    spool.into(texts);
    span.into(texts);
    trace.into(texts);
    value.into(texts);
    return texts.asMap();
  }

  /** What a clean exit does to a status that the program set. */
  public enum OnExit {
    KEEP,
    OVERWRITE
  }

  /** What goes when the spool has no room. */
  public enum WhenFull {
    DROP_OLDEST,
    DROP_NEWEST,
    BLOCK
  }

  /** {@code spanloom.status.*}. */
  public record Status(@Nullable OnExit onExit) {

    void into(SettingTexts texts) {
      texts.put("spanloom.status.on-exit", onExit);
    }
  }

  /** {@code spanloom.close.*}. */
  public record Close(@Nullable Boolean detectExceptions) {

    void into(SettingTexts texts) {
      texts.put("spanloom.close.detect-exceptions", detectExceptions);
    }
  }

  /** {@code spanloom.export.*}. */
  public record Export(
      @Nullable String also, @Nullable Long intervalMillis, @Nullable Long maxQueuedBytes) {
    public Export {
      Checks.uris(also, "spanloom.export.also");
      Checks.atLeast(0, intervalMillis, "spanloom.export.interval-millis");
      Checks.atLeast(1, maxQueuedBytes, "spanloom.export.max-queued-bytes");
    }

    void into(SettingTexts texts) {
      texts.put("spanloom.export.also", also);
      texts.put("spanloom.export.interval-millis", intervalMillis);
      texts.put("spanloom.export.max-queued-bytes", maxQueuedBytes);
    }
  }

  /** {@code spanloom.spool.*}. */
  public record Spool(
      @Nullable Boolean enabled,
      @Nullable String dir,
      @Nullable Long segmentBytes,
      @Nullable Long maxBytes,
      @Nullable Long maxAgeHours,
      @Nullable WhenFull whenFull,
      @Nullable Long maxWaitMillis) {
    public Spool {
      Checks.atLeast(SMALLEST_SEGMENT, segmentBytes, "spanloom.spool.segment-bytes");
      Checks.atLeast(1, maxAgeHours, "spanloom.spool.max-age-hours");
      Checks.atLeast(0, maxWaitMillis, "spanloom.spool.max-wait-millis");
      Checks.atLeast(
          2 * (segmentBytes == null ? USUAL_SEGMENT : segmentBytes),
          maxBytes,
          "spanloom.spool.max-bytes");
    }

    void into(SettingTexts texts) {
      texts.put("spanloom.spool", enabled == null ? null : enabled ? "on" : "off");
      texts.put("spanloom.spool.dir", dir);
      texts.put("spanloom.spool.segment-bytes", segmentBytes);
      texts.put("spanloom.spool.max-bytes", maxBytes);
      texts.put("spanloom.spool.max-age-hours", maxAgeHours);
      texts.put("spanloom.spool.when-full", whenFull);
      texts.put("spanloom.spool.max-wait-millis", maxWaitMillis);
    }
  }

  /** {@code spanloom.span.*}. */
  public record Span(
      @Nullable Long maxAttributes, @Nullable Long maxEvents, @Nullable Long maxLinks) {
    public Span {
      Checks.atLeast(1, maxAttributes, "spanloom.span.max-attributes");
      Checks.atLeast(1, maxEvents, "spanloom.span.max-events");
      Checks.atLeast(1, maxLinks, "spanloom.span.max-links");
    }

    void into(SettingTexts texts) {
      texts.put("spanloom.span.max-attributes", maxAttributes);
      texts.put("spanloom.span.max-events", maxEvents);
      texts.put("spanloom.span.max-links", maxLinks);
    }
  }

  /** {@code spanloom.trace.*}. */
  public record Trace(@Nullable Long maxSpans) {
    public Trace {
      Checks.atLeast(1, maxSpans, "spanloom.trace.max-spans");
    }

    void into(SettingTexts texts) {
      texts.put("spanloom.trace.max-spans", maxSpans);
    }
  }

  /** {@code spanloom.value.*}. */
  public record Value(@Nullable Long maxBytes, @Nullable Long maxDepth, @Nullable Long maxItems) {
    public Value {
      Checks.atLeast(1, maxBytes, "spanloom.value.max-bytes");
      Checks.atLeast(1, maxDepth, "spanloom.value.max-depth");
      Checks.atLeast(1, maxItems, "spanloom.value.max-items");
    }

    void into(SettingTexts texts) {
      texts.put("spanloom.value.max-bytes", maxBytes);
      texts.put("spanloom.value.max-depth", maxDepth);
      texts.put("spanloom.value.max-items", maxItems);
    }
  }

  /** {@code spanloom.web.*}. */
  public record Web(boolean requestSpans, boolean propagate) {}

  /** {@code spanloom.health.*}. */
  public record Health(
      @DefaultValue("10m") Duration failingAfter, @DefaultValue("5m") Duration dropWindow) {
    public Health {
      Checks.notNegative(failingAfter, "spanloom.health.failing-after");
      Checks.notNegative(dropWindow, "spanloom.health.drop-window");
    }
  }
}
