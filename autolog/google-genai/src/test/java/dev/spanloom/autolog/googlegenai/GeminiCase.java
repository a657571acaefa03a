package dev.spanloom.autolog.googlegenai;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.genai.Client;
import dev.spanloom.Mlflow;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.contract.FakeProvider;
import dev.spanloom.destination.InMemoryDestination;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A traced client, and a provider for it. */
abstract class GeminiCase {
  static final String KEY = "secret-key-4711";

  final FakeProvider provider = new FakeProvider();
  final GeminiWire wire = new GeminiWire();
  Client client;

  @BeforeEach
  void start() {
    Mlflow.reset();
    Mlflow.setDestination(new InMemoryDestination());
    client = GenerateContentTest.client(provider.url(), KEY, AutologOptions.DEFAULT);
  }

  @AfterEach
  void stop() {
    client.close();
    provider.close();
    Mlflow.reset();
  }

  /** All spans that have ended, those of the oldest trace first. */
  static List<Span> spans() {
    Mlflow.flush();
    List<Span> all = new ArrayList<>();
    List<Trace> traces = new ArrayList<>(Mlflow.searchTraces().traces());
    Collections.reverse(traces);
    for (Trace trace : traces) {
      trace.data().spans().stream().filter(s -> s.endTimeUnixNanos() != null).forEach(all::add);
    }
    return all;
  }

  static Span onlySpan() {
    List<Span> all = spans();
    assertThat(all).hasSize(1);
    return all.get(0);
  }
}
