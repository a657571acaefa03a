package dev.spanloom.weaving.behaviour;

import static dev.spanloom.testing.SpanloomAssertions.assertThat;
import static dev.spanloom.weaving.behaviour.Case.woven;

import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.SpanEvent;
import java.io.IOException;
import java.util.List;

/** What is recorded of results, when the span ends, and what of exceptions. */
final class TracedResultCases {
  static final List<Case> ALL =
      List.of(
          result("plain", "a text is the output", "text", "text"),
          woven(
              "TracedResults.ofVoid",
              "a method that returns nothing has the output null",
              o -> {
                o.ok("nothing").inputs("nothing", "x", 1).said("nothing").returned("done");
                o.span("nothing").hasOutputs(null);
              }),
          woven(
              "TracedResults.ofPrimitives",
              "results of every primitive type are outputs, and stay what they are",
              o -> {
                o.traces(7).returned("truec" + Long.MIN_VALUE + "2.51.5-3300");
                Object[] outputs = {true, "c", Long.MIN_VALUE, 2.5, 1.5, -3, 300};
                for (int i = 0; i < outputs.length; i++) {
                  assertThat(o.trace(i)).root().isOk().hasOutputs(outputs[i]);
                }
              }),
          woven(
              "TracedResults.ofAnArray",
              "an array is the output",
              o -> {
                o.ok("array").returned(2);
                o.span("array").hasOutputs(List.of(1, 2));
              }),
          woven(
              "TracedResults.ofNull",
              "null is the output null",
              o -> {
                o.ok("nullText").returned(null);
                o.span("nullText").hasOutputs(null);
              }),
          woven(
              "TracedResults.ofAList",
              "a list is the output",
              o -> {
                o.ok("list").returned("[a, b]");
                o.span("list").hasOutputs(List.of("a", "b"));
              }),
          woven(
              "TracedResults.notRecorded",
              "captureOutputs = false records no outputs",
              o -> {
                o.ok("hidden").returned("secret");
                o.span("hidden").hasNoAttribute(SpanAttributeKey.OUTPUTS);
              }),
          woven(
              "TracedResults.setByTheMethod",
              "outputs that the method sets win over what it returns",
              o -> {
                o.ok("explicit").returned("returned");
                o.span("explicit").hasOutputs("explicit");
              }),
          woven(
              "TracedResults.changedByTheMethod",
              "inside the method its span is the current one, and can be changed",
              o -> {
                o.ok("another").note("current", "renamed").returned("done");
                o.span("another").hasType("AGENT").hasAttribute("inside", true);
              }),
          woven(
              "TracedResults.aFutureThatCompletesLater",
              "the span of a future ends when that completes, and is not current until then",
              o -> {
                o.ok("later").note("same", true).note("current", false).note("ended before", 0);
                o.returned("late");
                o.span("later").hasOutputs("late");
              }),
          woven(
              "TracedResults.aFutureThatFailsLater",
              "a future that fails fails its span",
              o -> o.failed("later", IOException.class, "broken").note("cause", true).unharmed()),
          woven(
              "TracedResults.aFutureThatIsCancelled",
              "a future that is cancelled fails its span",
              o -> {
                o.note("cancelled", true).quiet();
                o.span("later")
                    .isError()
                    .hasExceptionEvent(java.util.concurrent.CancellationException.class);
              }),
          woven(
              "TracedResults.aFutureThatIsDone",
              "a future that is done already ends its span at once",
              o -> {
                o.ok("later").returned("soon");
                o.span("later").hasOutputs("soon");
              }),
          woven(
              "TracedResults.aStage",
              "a stage is awaited like a future (A2)",
              o -> {
                o.ok("stage").inputs("stage", "x", 4).returned(8);
                o.span("stage").hasOutputs(8);
              }),
          woven(
              "TracedResults.aFutureThatNeverComesToBe",
              "a method that throws instead of returning a future is an error",
              o -> o.failed("failsAtOnce", IllegalStateException.class, "broken").threwItself()),
          woven(
              "TracedResults.aFutureThatIsNull",
              "a future that is null is the output null",
              o -> {
                o.ok("nullFuture").returned(null);
                o.span("nullFuture").hasOutputs(null);
              }),
          woven(
              "TracedResults.aStreamThatIsDrained",
              "each item of a stream is an event, and their list the output",
              o -> {
                o.returned("[0, 10, 20]").inputs("numbers", "n", 3);
                o.chunks("numbers", "0", "1", "2");
                o.span("numbers").isOk().hasOutputs(List.of(0, 1, 2));
              }),
          woven(
              "TracedResults.aStreamThatIsClosedEarly",
              "a stream that is closed early has the items that came",
              o -> {
                o.returned(1);
                o.span("numbers").isOk().hasOutputs(List.of(0, 1));
              }),
          woven(
              "TracedResults.aStreamThatFails",
              "a stream that fails keeps its items and the exception, and has no outputs (A9)",
              o -> {
                o.said("got1", "got2").threwItself();
                o.span("failing")
                    .isError()
                    .hasEventCount(3)
                    .hasExceptionEvent(IllegalStateException.class, "broken")
                    .hasNoAttribute(SpanAttributeKey.OUTPUTS);
              }),
          woven(
              "TracedResults.aStreamWithAReducer",
              "a reducer makes the output of a stream (A7)",
              o -> {
                o.returned("[0, 1, 2, 3]").chunks("summed", "0", "1", "2", "3");
                o.span("summed").isOk().hasOutputs(6);
              }),
          woven(
              "TracedResults.anIteratorWithJoinedText",
              "a reducer joins the texts of an iterator",
              o -> {
                o.returned("My favourite colour");
                o.span("words").isOk().hasOutputs("My favourite colour");
              }),
          woven(
              "TracedResults.anIteratorThatCanDoMore",
              "an iterator that can do more than its method says stays what it is",
              o -> {
                o.returned(false).allEnded();
                o.span("listIterator").isOk();
              }),
          woven(
              "TracedResults.aReducerThatFails",
              "where a reducer fails the list of items is the output",
              o -> {
                o.returned("[a, b]");
                o.span("clumsy").isOk().hasOutputs(List.of("a", "b"));
              }),
          woven(
              "TracedResults.aStreamThatIsNotRecorded",
              "captureOutputs = false records no items either",
              o -> {
                o.returned("[secret, secret]");
                o.span("hiddenItems").isOk().hasNoAttribute(SpanAttributeKey.OUTPUTS);
                org.assertj.core.api.Assertions.assertThat(o.trace().toJson())
                    .doesNotContain("secret");
              }),
          woven(
              "TracedResults.anIterator",
              "an iterator's own spans are below it, and its consumer is not inside (A8)",
              o -> {
                o.tree("iterator", "  item 0", "  item 1").returned("[0, 1]");
                o.said("recording:false", "recording:false");
                o.span("iterator").isOk().hasOutputs(List.of(0, 1));
              }),
          woven(
              "TracedResults.aPublisher",
              "the items of a publisher are events, and their list the output",
              o -> {
                o.said("item0", "item1").chunks("plainPublisher", "\"item0\"", "\"item1\"");
                o.span("plainPublisher").isOk().hasOutputs(List.of("item0", "item1"));
              }),
          woven(
              "TracedResults.aConcreteClass",
              "a result of a class of its own stays what it is",
              o -> {
                o.ok("concrete").returned("java.util.ArrayList1");
                o.span("concrete").hasOutputs(List.of("a"));
              }),
          woven(
              "TracedResults.aConcretePublisher",
              "a publisher that the method names by its class stays what it is",
              o -> {
                o.returned("SubmissionPublisher").allEnded();
                o.span("ownPublisher").isOk();
              }),
          woven(
              "TracedResults.aStreamAsObject",
              "a stream behind the type Object is a stream",
              o -> {
                o.returned("[a, b]");
                o.span("anything").isOk().hasOutputs(List.of("a", "b"));
              }),
          woven(
              "TracedResults.anIteratorOfAnotherType",
              "an iterator that the method names by its class stays what it is",
              o -> {
                o.returned("a").allEnded();
                o.span("scanner").isOk();
              }),
          woven(
              "TracedReactor.aMono",
              "the value of a Mono is the output",
              o -> {
                o.inputs("one", "word", "word").returned("WORD!").allEnded();
                o.span("one").isOk().hasOutputs("word!");
              }),
          woven(
              "TracedReactor.aMonoThatFails",
              "a Mono that fails fails its span",
              o -> {
                o.returned("recovered").allEnded();
                o.span("failingMono")
                    .isError()
                    .hasStatusDescription("IllegalStateException: broken")
                    .hasExceptionEvent(IllegalStateException.class, "broken");
              }),
          woven(
              "TracedReactor.aMonoThatIsEmpty",
              "an empty Mono ends its span well",
              o -> {
                o.returned(null).allEnded();
                o.span("emptyMono").isOk();
              }),
          woven(
              "TracedReactor.aFlux",
              "the items of a Flux are events, and their list the output",
              o -> {
                o.returned("[0, 1, 2]").chunks("range", "0", "1", "2");
                o.span("range").isOk().hasOutputs(List.of(0, 1, 2));
              }),
          woven(
              "TracedReactor.aFluxThatIsCancelled",
              "a Flux that is cancelled has the items that came",
              o -> {
                o.returned("[0, 1]").allEnded();
                o.span("range").isOk().hasOutputs(List.of(0, 1));
              }),
          woven(
              "TracedReactor.aFluxWithAReducer",
              "a reducer makes the output of a Flux",
              o -> {
                o.returned("[a, b, c]");
                o.span("words").isOk().hasOutputs("abc");
              }),
          woven(
              "TracedReactor.aFluxThatFails",
              "a Flux that fails fails its span",
              o -> {
                o.returned("[1, -1]").allEnded();
                o.span("failingFlux")
                    .isError()
                    .hasExceptionEvent(IOException.class, "broken")
                    .hasNoAttribute(SpanAttributeKey.OUTPUTS);
              }),
          woven(
              "TracedReactor.aFluxBelowASpan",
              "a Flux is below the span in which its method was called",
              o -> o.tree("outer", "  range").returned("[0, 1]")),
          failure("ofACheckedException", "checked", IOException.class),
          failure("ofAnUncheckedException", "unchecked", IllegalStateException.class),
          failure("ofAnError", "error", AssertionError.class),
          woven(
              "TracedFailures.ofTheJvm",
              "an exception that the JVM makes is the method's",
              o ->
                  o.span("jvm")
                      .isError()
                      .hasEventCount(1)
                      .hasExceptionEvent(NullPointerException.class)),
          woven(
              "TracedFailures.ofAStackOverflow",
              "a method that runs out of stack is an error",
              o -> {
                o.returned("overflow");
                o.span("overflow").isError().hasExceptionEvent(StackOverflowError.class);
              }),
          woven(
              "TracedFailures.throughThreeMethods",
              "an exception is the event of every method that it crosses (A10)",
              o ->
                  o.tree("outer", "  middle", "    inner")
                      .failed("inner", IOException.class, "deep")
                      .failed("middle", IOException.class, "deep")
                      .failed("outer", IOException.class, "deep")
                      .threwItself()),
          woven(
              "TracedFailures.caughtBetween",
              "an exception that is caught between two methods is not the outer one's",
              o -> {
                o.tree("catching", "  middle", "    inner").ok("catching").returned("recovered");
                o.failed("middle", IOException.class, "deep").unharmed();
              }),
          woven(
              "TracedFailures.caughtInside",
              "an exception that the method swallows is nobody's",
              o -> o.ok("swallowing").returned("recovered").unharmed()),
          woven(
              "TracedFailures.thrownOn",
              "an exception that is caught and thrown on is one event",
              o ->
                  o.failed("rethrowing", IOException.class, "broken")
                      .said("caught", "finally")
                      .threwItself()),
          woven(
              "TracedFailures.translated",
              "of an exception that is translated each method has its own",
              o ->
                  o.failed("inner", IOException.class, "deep")
                      .failed("translating", IllegalStateException.class, "translated")
                      .threwItself()),
          woven(
              "TracedFailures.recordedAndThrownOn",
              "an exception that is recorded by hand and thrown on is one event",
              o -> o.failed("recording", IOException.class, "deep").threwItself()),
          woven(
              "TracedFailures.errorByHand",
              "a status that the method sets stays",
              o -> o.span("statusByHand").isError().hasEventCount(0)),
          woven(
              "TracedFailures.droppedByFinally",
              "an exception that finally drops never leaves the method",
              o -> o.ok("finallyReturns").returned("finally").unharmed()),
          woven(
              "TracedFailures.throughABlock",
              "an exception crosses a block and a method",
              o ->
                  o.tree("blockInside", "  block")
                      .failed("block", IOException.class, "broken")
                      .failed("blockInside", IOException.class, "broken")
                      .threwItself()),
          woven(
              "TracedFailures.throughALambdaForm",
              "an exception crosses a lambda form and a method",
              o ->
                  o.tree("lambdaInside", "  lambda")
                      .failed("lambda", IOException.class, "broken")
                      .failed("lambdaInside", IOException.class, "broken")
                      .threwItself()),
          woven(
              "TracedFailures.ofAHostileException",
              "an exception that cannot be looked at disturbs nothing",
              o -> {
                o.returned("hostile");
                o.span("hostile").isError().hasEvent(SpanEvent.EXCEPTION);
              }));

  private TracedResultCases() {}

  private static Case result(String subject, String sentence, String span, Object output) {
    return woven(
        "TracedResults." + subject,
        sentence,
        o -> {
          o.ok(span).returned(output);
          o.span(span).hasOutputs(output);
        });
  }

  private static Case failure(String subject, String span, Class<? extends Throwable> type) {
    return woven(
        "TracedFailures." + subject,
        "a method that throws " + type.getSimpleName() + " is an error, and throws it untouched",
        o -> {
          o.failed(span, type, "broken").threwItself();
          o.span(span).hasNoAttribute(SpanAttributeKey.OUTPUTS);
        });
  }
}
