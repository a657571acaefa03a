package dev.spanloom.internal.export;

import dev.spanloom.internal.settings.Settings;

/**
 * How a pipeline ships.
 *
 * @param lingerMillis how long the first span of a batch waits for others
 * @param maxQueuedBytes most bytes that wait in memory, for each destination
 */
public record ExportSettings(long lingerMillis, long maxQueuedBytes) {
  public static ExportSettings from(Settings settings) {
    return new ExportSettings(
        settings.wholeNumber("spanloom.export.interval-millis", 0, 50),
        settings.wholeNumber("spanloom.export.max-queued-bytes", 1, 128L * 1024 * 1024));
  }
}
