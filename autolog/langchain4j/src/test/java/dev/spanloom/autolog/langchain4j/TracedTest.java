package dev.spanloom.autolog.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.spanloom.Mlflow;
import dev.spanloom.autolog.contract.ChatCompletionsWire;
import dev.spanloom.autolog.contract.FakeProvider;
import dev.spanloom.destination.InMemoryDestination;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.Trace;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A provider, the library's own models against it, and the traces that they leave. */
@Timeout(120)
abstract class TracedTest {
  final ChatCompletionsWire wire = new ChatCompletionsWire();
  FakeProvider provider;
  ChatModel model;
  StreamingChatModel streamingModel;

  @BeforeEach
  void start() {
    Mlflow.reset();
    Mlflow.setDestination(new InMemoryDestination());
    provider = new FakeProvider();
    model = Models.chat(provider.url(), "key");
    streamingModel = Models.streaming(provider.url(), "key");
  }

  @AfterEach
  void stop() {
    provider.close();
    Mlflow.reset();
  }

  static List<Trace> traces() {
    Mlflow.flush();
    return Mlflow.searchTraces().traces();
  }

  /** The spans of the only trace. */
  static List<Span> spans() {
    List<Trace> all = traces();
    assertThat(all).hasSize(1);
    return all.get(0).data().spans();
  }

  static Span named(String name) {
    return spans().stream()
        .filter(span -> span.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no span " + name + ":\n" + tree()));
  }

  /** The tree of the only trace: names and types, children indented. */
  static String tree() {
    StringBuilder text = new StringBuilder();
    addChildren(text, null, "");
    return text.toString();
  }

  private static void addChildren(StringBuilder text, @Nullable String parent, String indent) {
    for (Span span : spans()) {
      if (parent == null ? span.parentId() == null : parent.equals(span.parentId())) {
        text.append(indent).append(span.spanType()).append(' ').append(span.name()).append('\n');
        addChildren(text, span.spanId(), indent + "  ");
      }
    }
  }
}
