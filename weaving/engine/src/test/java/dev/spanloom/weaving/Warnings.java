package dev.spanloom.weaving;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What is logged while a test runs, instead of showing it. */
final class Warnings extends Handler implements BeforeEachCallback, AfterEachCallback {
  private final Logger logger = Logger.getLogger("dev.spanloom.weaving");
  private final List<LogRecord> records = new CopyOnWriteArrayList<>();

  @Override
  public void beforeEach(ExtensionContext context) {
    logger.setUseParentHandlers(false);
    logger.addHandler(this);
  }

  @Override
  public void afterEach(ExtensionContext context) {
    logger.removeHandler(this);
    logger.setUseParentHandlers(true);
  }

  /** The texts, once there are as many; they are written on a thread of their own. */
  List<String> await(int count) {
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (texts().size() < count && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(texts()).hasSize(count);
    return texts();
  }

  private List<String> texts() {
    return records.stream()
        .filter(line -> line.getLevel() == Level.WARNING)
        .map(LogRecord::getMessage)
        .toList();
  }

  @Override
  public void publish(LogRecord line) {
    records.add(line);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {}
}
