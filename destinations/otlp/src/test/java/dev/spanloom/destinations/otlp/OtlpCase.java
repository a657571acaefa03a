package dev.spanloom.destinations.otlp;

import dev.spanloom.Mlflow;
import dev.spanloom.destination.TraceBatch;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.TraceInfo;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.internal.settings.Settings;
import dev.spanloom.testjvms.Await;
import dev.spanloom.testjvms.Undo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A destination with settings of its own, and batches for it. */
abstract class OtlpCase {
  static final String TRACE = "tr-" + "a".repeat(32);

  final Map<String, String> variables = new HashMap<>();
  private final Undo undo = new Undo();

  @BeforeEach
  void startAnew() {
    Mlflow.reset();
  }

  @AfterEach
  void forget() throws Exception {
    Mlflow.reset();
    undo.close();
  }

  /** A setting of the process, for destinations that the SDK opens. */
  void property(String name, String value) {
    undo.setting(name, value);
  }

  <T extends AutoCloseable> T closedLater(T one) {
    return undo.closedLater(one);
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
    Await.until(what, condition);
  }

  static void flushed() {
    await("flushed", Mlflow::flush);
  }
}
