package dev.spanloom.destinations.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the log says of spans that a backend rejects. */
class NoticesTest {
  private static final Logger LOGGER = Logger.getLogger("dev.spanloom");

  private final Thread self = Thread.currentThread(); // others may have something to say, too
  private final List<String> lines = new CopyOnWriteArrayList<>();
  private final AtomicLong nanos = new AtomicLong();
  private final Notices notices = new Notices("backend", nanos::get);
  private final Handler handler =
      new Handler() {
        @Override
        public void publish(LogRecord entry) {
          if (Thread.currentThread() == self) {
            lines.add(entry.getMessage());
          }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
      };

  @BeforeEach
  void listen() {
    LOGGER.addHandler(handler);
  }

  @AfterEach
  void leave() {
    LOGGER.removeHandler(handler);
  }

  @Test
  void rejectionsAreSaidOnceAMinuteWithTheirSum() {
    notices.noted(2, "too old");
    notices.noted(3, "too old");
    nanos.addAndGet(TimeUnit.SECONDS.toNanos(61));
    notices.noted(1, "too large");
    assertThat(notices.rejectedSpans()).isEqualTo(6);
    assertThat(lines)
        .containsExactly(
            "backend has rejected 2 spans so far, which are lost: too old",
            "backend has rejected 6 spans so far, which are lost: too large");
  }

  @Test
  void aWordOfWarningIsNoRejection() {
    notices.noted(0, "use the other endpoint");
    assertThat(notices.rejectedSpans()).isZero();
    assertThat(lines).containsExactly("backend says: use the other endpoint");
  }

  @Test
  void whatCannotBeSentIsSaidOnce() {
    notices.untold(0);
    notices.untold(1);
    notices.untold(5);
    assertThat(lines).singleElement().asString().contains("cannot be sent to backend");
  }
}
