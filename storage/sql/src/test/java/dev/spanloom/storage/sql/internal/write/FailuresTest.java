package dev.spanloom.storage.sql.internal.write;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FailuresTest {
  private static final Logger LOGGER = Logger.getLogger(Failures.class.getName());

  private final List<LogRecord> said = new ArrayList<>();
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord record) {
          said.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    LOGGER.setUseParentHandlers(false);
    LOGGER.addHandler(handler);
  }

  @AfterEach
  void listenNoMore() {
    LOGGER.removeHandler(handler);
    LOGGER.setUseParentHandlers(true);
  }

  @Test
  void whatGoesOnFailingIsNotSaidEachTime() {
    Failures failures = new Failures();
    IllegalStateException failure = new IllegalStateException("full");
    for (int i = 0; i < 100; i++) {
      failures.say("indexing failed", failure);
    }
    assertThat(said).hasSize(1);
    assertThat(said.get(0).getThrown()).isSameAs(failure);
    failures.over();
    failures.say("indexing failed", failure);
    assertThat(said).hasSize(2);
  }
}
