package dev.spanloom.destinations.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.Mlflow;
import dev.spanloom.destination.TraceBatch;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.internal.settings.Settings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A destination with settings of its own, and batches for it. */
abstract class OtlpCase {
  static final String TRACE = "tr-" + "a".repeat(32);
  private static final long LONGEST_WAIT_SECONDS = 30;

  final Map<String, String> variables = new HashMap<>();
  private final List<AutoCloseable> opened = new ArrayList<>();
  private final List<String> properties = new ArrayList<>();

  @BeforeEach
  void startAnew() {
    Mlflow.reset();
  }

  @AfterEach
  void forget() throws Exception {
    Mlflow.reset();
    while (!opened.isEmpty()) { // what is used is closed after its user
      opened.remove(opened.size() - 1).close();
    }
    properties.forEach(System::clearProperty);
  }

  /** A setting of the process, for destinations that the SDK opens. */
  void property(String name, String value) {
    properties.add(name);
    System.setProperty(name, value);
  }

  <T extends AutoCloseable> T closedLater(T one) {
    opened.add(one);
    return one;
  }

  OtlpDestination destination(String uri) {
    return closedLater(OtlpDestination.open(uri, new Settings(name -> null, variables::get)));
  }

  OtlpSettings settings(String uri) {
    return OtlpSettings.of(uri, new OtlpVariables(new Settings(name -> null, variables::get)));
  }

  /** A root, when it has the number 1, or a child of it. */
  static Span span(int number, String... textOfName) {
    Span.Builder span =
        Span.builder(TRACE, "%016x".formatted(number))
            .name(textOfName.length == 0 ? "span " + number : textOfName[0])
            .startTimeUnixNanos(number)
            .endTimeUnixNanos(number + 1);
    return (number == 1 ? span : span.parentId("%016x".formatted(1))).build();
  }

  static TraceBatch batch(List<TraceInfo> infos, Span... spans) {
    return new TraceBatch(infos, List.of(spans).stream().map(EncodedSpan::of).toList(), "0");
  }

  static TraceBatch batch(int spans) {
    List<EncodedSpan> encoded = new ArrayList<>();
    for (int i = 1; i <= spans; i++) {
      encoded.add(EncodedSpan.of(span(i)));
    }
    return new TraceBatch(List.of(), encoded, "0");
  }

  static void await(String what, BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_WAIT_SECONDS);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("in time: %s", what).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  static void flushed() {
    await("flushed", Mlflow::flush);
  }
}
