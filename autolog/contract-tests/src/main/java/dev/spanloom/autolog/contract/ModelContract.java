package dev.spanloom.autolog.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.destination.InMemoryDestination;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanStatusCode;
import dev.spanloom.entities.SpanType;
import dev.spanloom.entities.TokenUsage;
import dev.spanloom.entities.Trace;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What holds for calls of a chat model, whatever the library. */
@Timeout(120)
public abstract class ModelContract {
  private static final String KEY = "secret-key-4711";

  protected FakeProvider provider;
  protected ModelUser user;

  /**
   * The library, traced, against a provider.
   *
   * @param apiKey what the library must authenticate with
   */
  protected abstract ModelUser user(String url, String apiKey, AutologOptions options);

  protected abstract Wire wire();

  /** How often the library asks again by itself; 0 when it does not. */
  protected abstract int retries();

  /** The name of the span. */
  protected abstract String spanName();

  /** The type of the span, as MLflow's own integration gives it. */
  protected String spanType() {
    return SpanType.CHAT_MODEL;
  }

  /** The name of the span of a stream, where it is another one. */
  protected String streamSpanName() {
    return spanName();
  }

  /** Whether a span is one of a call. */
  protected boolean isCall(Span span) {
    return span.name().equals(spanName()) || span.name().equals(streamSpanName());
  }

  /** Whether a program can forget a stream; it cannot where the library pushes the pieces. */
  protected boolean streamsCanBeForgotten() {
    return true;
  }

  /**
   * Whether the pieces of a stream are seen; not where a library tells of a stream's beginning and
   * end alone. What came of a stream that does not reach its end is then unknown.
   */
  protected boolean piecesAreSeen() {
    return true;
  }

  /** The message format of the span; null for none. */
  protected abstract String messageFormat();

  @BeforeEach
  void start() {
    Mlflow.reset();
    Mlflow.setDestination(new InMemoryDestination());
    provider = new FakeProvider();
    user = user(provider.url(), KEY, AutologOptions.DEFAULT);
  }

  @AfterEach
  void stop() throws Exception {
    user.close();
    provider.close();
    Mlflow.reset();
  }

  @Test
  void aCallIsASpanBelowTheCurrentOne() throws Exception {
    provider.reply(wire().answer("It is blue.", 23, 7));

    String answer;
    try (LiveSpan span = Mlflow.startSpan("around")) {
      answer = user.ask("Which colour?");
      assertThat(Mlflow.getCurrentActiveSpan().spanId()).isEqualTo(span.spanId());
    }

    assertThat(answer).isEqualTo("It is blue.");
    Span call = onlyCall();
    assertThat(call.name()).isEqualTo(spanName());
    assertThat(call.spanType()).isEqualTo(spanType());
    assertThat(call.attribute(SpanAttributeKey.MESSAGE_FORMAT)).isEqualTo(messageFormat());
    assertThat(call.parentId()).isEqualTo(last().data().spans().get(0).spanId());
    assertThat(call.status().statusCode()).isEqualTo(SpanStatusCode.OK);
    assertThat(String.valueOf(call.inputs())).contains("Which colour?");
    assertThat(String.valueOf(call.outputs())).contains("It is blue.");
    assertThat(usage(call)).containsEntry("input_tokens", 23L).containsEntry("output_tokens", 7L);
    assertThat(call.attribute(SpanAttributeKey.MODEL)).asString().isNotEmpty();
  }

  @Test
  void aCallWithoutASpanAroundItIsATrace() throws Exception {
    provider.reply(wire().answer("yes", 1, 1));

    user.ask("Are you there?");

    assertThat(last().data().spans()).hasSize(1);
    assertThat(last().data().spans().get(0).name()).isEqualTo(spanName());
  }

  @Test
  void keysNeverReachASpan() throws Exception {
    provider.reply(wire().answer("yes", 1, 1));

    user.ask("Are you there?");

    assertThat(provider.requests().get(0).headers().toString()).contains(KEY);
    assertThat(onlyCall().attributes().toString()).doesNotContain(KEY);
  }

  @Test
  void nothingIsSentThatTheLibraryWouldNotSend() throws Exception {
    provider.reply(wire().answer("yes", 1, 1));

    user.ask("Are you there?");
    user.askLater("And later?").get(30, TimeUnit.SECONDS);

    assertThat(provider.requests())
        .hasSize(2)
        .allSatisfy(
            request ->
                assertThat(request.headers().keySet())
                    .noneMatch(name -> name.toLowerCase(Locale.ROOT).contains("spanloom"))
                    .noneMatch(name -> name.equalsIgnoreCase("traceparent")));
  }

  @Test
  void toolsOnOfferAreTheChatToolsOfTheSpan() throws Exception {
    provider.reply(wire().toolCall("get_weather", "{\"city\":\"Graz\"}"));

    user.askWithTool("Is it raining in Graz?", "get_weather");

    Span call = onlyCall();
    assertThat(call.attribute(SpanAttributeKey.CHAT_TOOLS))
        .asString()
        .contains("function", "get_weather");
    assertThat(String.valueOf(call.outputs())).contains("get_weather", "Graz");
  }

  @Test
  void aRefusalIsAnErrorWithTheLibrarysOwnException() {
    provider.reply(wire().error(400, "no such model"));

    assertThatThrownBy(() -> user.ask("Which colour?"))
        .satisfies(
            thrown -> {
              Span call = onlyCall();
              assertThat(call.status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
              assertThat(call.events())
                  .filteredOn(event -> event.name().equals("exception"))
                  .singleElement()
                  .satisfies(
                      event ->
                          assertThat(event.attributes().get("exception.type"))
                              .isEqualTo(thrown.getClass().getName()));
            });
    assertThat(provider.requests()).hasSize(1);
  }

  @Test
  void retriesAreEventsOfOneSpan() throws Exception {
    assumeTrue(retries() > 0);
    provider.reply(wire().error(503, "busy"), wire().answer("at last", 5, 2));

    assertThat(user.ask("Which colour?")).isEqualTo("at last");

    Span call = onlyCall();
    assertThat(call.status().statusCode()).isEqualTo(SpanStatusCode.OK);
    assertThat(call.events())
        .filteredOn(event -> event.name().equals("retry"))
        .singleElement()
        .satisfies(
            event ->
                assertThat(event.attributes())
                    .containsEntry("attempt", 2L)
                    .hasEntrySatisfying(
                        "reason", reason -> assertThat(reason).asString().contains("503")));
  }

  @Test
  void aCallThatFailsAfterItsRetriesIsOneFailedSpan() {
    assumeTrue(retries() > 0);
    provider.reply(wire().error(503, "busy"));

    assertThatThrownBy(() -> user.ask("Which colour?")).isNotNull();

    assertThat(provider.requests()).hasSize(retries() + 1);
    Span call = onlyCall();
    assertThat(call.status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    assertThat(call.events()).filteredOn(e -> e.name().equals("retry")).hasSize(retries());
  }

  @Test
  void aProviderThatIsNotThereIsAnError() throws Exception {
    provider.close();

    assertThatThrownBy(() -> user.ask("Which colour?")).isNotNull();

    assertThat(onlyCall().status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
  }

  @Test
  void aStreamThatIsReadToItsEndIsOneWholeAnswer() throws Exception {
    provider.reply(wire().stream(new String[] {"It ", "is ", "blue."}, 23, 7));

    try (LiveSpan span = Mlflow.startSpan("around")) {
      assertThat(user.stream("Which colour?", 1000)).isEqualTo("It is blue.");
    }

    Span call = onlyCall();
    assertThat(call.parentId()).isEqualTo(last().data().spans().get(0).spanId());
    assertThat(call.status().statusCode()).isEqualTo(SpanStatusCode.OK);
    assertThat(String.valueOf(call.outputs())).contains("It is blue.");
    assertThat(usage(call)).containsEntry("input_tokens", 23L).containsEntry("output_tokens", 7L);
    assertThat(call.attribute("spanloom.stream.cancelled")).isNull();
    if (!piecesAreSeen()) {
      return;
    }
    assertThat((Long) call.attribute("spanloom.stream.chunks")).isGreaterThanOrEqualTo(3);
    assertThat(call.attribute("spanloom.stream.time_to_first_chunk_ms")).isInstanceOf(Number.class);
    assertThat(call.events())
        .filteredOn(event -> event.name().startsWith("mlflow.chunk.item."))
        .hasSizeGreaterThanOrEqualTo(3);
  }

  @Test
  protected void aStreamThatIsClosedEarlyHasWhatCameSoFar() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    provider.reply(wire().stream(new String[] {"It ", "is ", "blue."}, 23, 7).waitingFor(gate));

    assertThat(user.stream("Which colour?", 1)).isEqualTo("It ");
    gate.countDown();

    Span call = onlyCall();
    assertThat(call.status().statusCode()).isEqualTo(SpanStatusCode.OK);
    assertThat(call.attribute("spanloom.stream.cancelled")).isEqualTo(true);
    if (piecesAreSeen()) {
      assertThat(String.valueOf(call.outputs())).contains("It ");
    }
  }

  @Test
  void aStreamThatBreaksOffIsAnErrorWithWhatCameSoFar() {
    provider.reply(wire().stream(new String[] {"It ", "is ", "blue."}, 23, 7).brokenAfter(2));

    assertThatThrownBy(() -> user.stream("Which colour?", 1000)).isNotNull();

    Span call = onlyCall();
    assertThat(call.status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    if (piecesAreSeen()) {
      assertThat(String.valueOf(call.outputs())).contains("It ");
    }
  }

  @Test
  void aStreamThatIsForgottenEndsItsSpan() throws Exception {
    assumeTrue(streamsCanBeForgotten());
    CountDownLatch gate = new CountDownLatch(1);
    provider.reply(wire().stream(new String[] {"It ", "is ", "blue."}, 23, 7).waitingFor(gate));

    user.streamAndForget("Which colour?");

    assertThat(eventually(this::calls)).hasSize(1);
    gate.countDown();
  }

  @Test
  protected void whatIsDoneWithALaterAnswerIsInTheContextOfTheCall() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    provider.reply(wire().answer("It is blue.", 23, 7).waitingFor(gate));

    CompletableFuture<String> answer;
    try (LiveSpan span = Mlflow.startSpan("around")) {
      answer = user.askLater("Which colour?");
      CompletableFuture<Void> after =
          answer.thenAccept(text -> Mlflow.startSpan("after: " + text).close());
      gate.countDown();
      after.get(30, TimeUnit.SECONDS);
    }

    assertThat(answer.get()).isEqualTo("It is blue.");
    String root = last().data().spans().get(0).spanId();
    assertThat(onlyCall().parentId()).isEqualTo(root);
    assertThat(named("after: It is blue.").parentId()).isEqualTo(root);
  }

  @Test
  void aLaterRefusalIsAnError() {
    provider.reply(wire().error(400, "no such model"));

    assertThatThrownBy(() -> user.askLater("Which colour?").get(30, TimeUnit.SECONDS)).isNotNull();

    Span call = eventually(this::calls).get(0);
    assertThat(call.status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    assertThat(call.events()).filteredOn(e -> e.name().equals("exception")).hasSize(1);
  }

  @Test
  protected void whatIsDoneWithThePiecesOfALaterStreamIsInTheContextOfTheCall() throws Exception {
    provider.reply(wire().stream(new String[] {"It ", "is ", "blue."}, 23, 7));

    List<String> pieces = new CopyOnWriteArrayList<>();
    try (LiveSpan span = Mlflow.startSpan("around")) {
      user.streamLater(
              "Which colour?",
              piece -> {
                pieces.add(piece);
                Mlflow.startSpan("piece").close();
              })
          .get(30, TimeUnit.SECONDS);
    }

    assertThat(String.join("", pieces)).isEqualTo("It is blue.");
    String root = last().data().spans().get(0).spanId();
    Span call = eventually(this::calls).get(0);
    assertThat(call.parentId()).isEqualTo(root);
    assertThat(String.valueOf(call.outputs())).contains("It is blue.");
    assertThat(last().data().spans())
        .filteredOn(span -> span.name().equals("piece"))
        .hasSizeGreaterThanOrEqualTo(3)
        .allSatisfy(span -> assertThat(span.parentId()).isEqualTo(root));
  }

  @Test
  void aLaterStreamThatIsRefusedIsAnError() {
    provider.reply(wire().error(400, "no such model"));

    assertThatThrownBy(
            () -> user.streamLater("Which colour?", piece -> {}).get(30, TimeUnit.SECONDS))
        .isNotNull();

    assertThat(eventually(this::calls).get(0).status().statusCode())
        .isEqualTo(SpanStatusCode.ERROR);
  }

  @Test
  void callsOfManyThreadsStandEachBelowItsOwnSpan() throws Exception {
    provider.reply(wire().answer("yes", 1, 1));
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Future<?>> all = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        String name = "thread " + i;
        all.add(
            threads.submit(
                () -> {
                  try (LiveSpan span = Mlflow.startSpan(name)) {
                    return user.ask("I am " + span.name() + ".");
                  }
                }));
      }
      for (Future<?> one : all) {
        one.get(60, TimeUnit.SECONDS);
      }
    } finally {
      threads.shutdownNow();
    }

    List<Trace> traces = Mlflow.searchTraces().traces();
    assertThat(traces)
        .hasSize(40)
        .allSatisfy(
            trace -> {
              assertThat(trace.data().spans()).hasSize(2);
              Span root = trace.data().spans().get(0);
              assertThat(String.valueOf(trace.data().spans().get(1).inputs()))
                  .contains("I am " + root.name() + ".");
            });
  }

  @Test
  void withoutContentOnlyNumbersAndNamesAreRecorded() throws Exception {
    user.close();
    user = user(provider.url(), KEY, AutologOptions.DEFAULT.withContent(false));
    provider.reply(
        wire().answer("It is blue.", 23, 7),
        wire().stream(new String[] {"It ", "is ", "blue."}, 23, 7),
        wire().error(400, "Which colour? is no question"));

    user.ask("Which colour?");
    user.stream("Which colour?", 1000);
    assertThatThrownBy(() -> user.ask("Which colour?")).isNotNull();

    assertThat(eventually(() -> calls().size() < 3 ? List.<Span>of() : calls())).hasSize(3);
    for (Span call : calls()) {
      assertThat(call.attributes().toString() + call.events() + call.status())
          .doesNotContain("colour")
          .doesNotContain("blue");
      assertThat(call.attribute(SpanAttributeKey.MODEL)).isNotNull();
    }
    assertThat(calls()).filteredOn(call -> !usage(call).isEmpty()).hasSize(2);
  }

  @Test
  void nothingIsRecordedWhenTracingIsOff() throws Exception {
    provider.reply(wire().answer("yes", 1, 1), wire().stream(new String[] {"y", "e", "s"}, 1, 1));
    Mlflow.disable();
    try {
      assertThat(user.ask("Are you there?")).isEqualTo("yes");
      assertThat(user.stream("Are you there?", 1000)).isEqualTo("yes");
    } finally {
      Mlflow.enable();
    }

    assertThat(calls()).isEmpty();
  }

  @Test
  void aLongAnswerIsRecordedWhole() throws Exception {
    String text = "word ".repeat(800_000);
    provider.reply(wire().answer(text, 1, 1));

    assertThat(user.ask("Tell me everything.")).isEqualTo(text);

    assertThat(String.valueOf(onlyCall().outputs())).contains(text);
  }

  // ---- for those who add tests of their own

  /** All spans of calls, in order. */
  protected List<Span> calls() {
    Mlflow.flush();
    List<Span> found = new ArrayList<>();
    for (Trace trace : Mlflow.searchTraces().traces()) {
      for (Span span : trace.data().spans()) {
        if (isCall(span) && span.endTimeUnixNanos() != null) {
          found.add(span);
        }
      }
    }
    return found;
  }

  /** The one call; a library that pushes streams may tell the program first that it is over. */
  protected Span onlyCall() {
    List<Span> found = eventually(this::calls);
    assertThat(found).hasSize(1);
    return found.get(0);
  }

  protected Trace last() {
    Mlflow.flush();
    return Mlflow.searchTraces().traces().get(0);
  }

  protected Span named(String name) {
    return last().data().spans().stream()
        .filter(span -> span.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no span " + name + " in " + last()));
  }

  protected static Map<String, Object> usage(Span span) {
    return span.tokenUsage().map(TokenUsage::toMap).orElse(Map.of());
  }

  /** What a condition gives as soon as it is not empty; collects garbage meanwhile. */
  protected static <T> List<T> eventually(Supplier<List<T>> condition) {
    long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    List<T> found = condition.get();
    while (found.isEmpty() && System.nanoTime() < end) {
      System.gc();
      Thread.onSpinWait();
      found = condition.get();
    }
    return found;
  }
}
