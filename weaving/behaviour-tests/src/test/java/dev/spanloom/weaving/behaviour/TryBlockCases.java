package dev.spanloom.weaving.behaviour;

import static dev.spanloom.weaving.behaviour.Case.always;

import dev.spanloom.entities.SpanStatusCode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;

/** A span in try-with-resources: the ways out of its block, and catch and finally around it. */
final class TryBlockCases {
  static final List<Case> ALL =
      List.of(
          always(
              "TryBlocks.checkedEscapes",
              "a checked exception that escapes is the span's, and goes on untouched",
              o -> o.failed("block", IOException.class, "broken").threwItself()),
          always(
              "TryBlocks.uncheckedEscapes",
              "an unchecked exception that escapes is the span's, which keeps its inputs",
              o -> {
                o.failed("block", IllegalStateException.class, "broken").threwItself();
                o.span("block").hasInputs("in");
              }),
          always(
              "TryBlocks.errorEscapes",
              "an Error that escapes is the span's",
              o -> o.failed("block", AssertionError.class, "broken").threwItself()),
          always(
              "TryBlocks.jvmExceptionEscapes",
              "an exception that the JVM makes is the span's",
              o ->
                  o.failed(
                      "block",
                      ArrayIndexOutOfBoundsException.class,
                      "Index 1 out of bounds for length 0")),
          always(
              "TryBlocks.nothingEscapes",
              "a block that ends well is OK",
              o -> {
                o.ok("block").returned("done");
                o.span("block").hasOutputs(3);
              }),
          always("TryBlocks.emptyBlock", "an empty block is OK", o -> o.ok("block").quiet()),
          always(
              "TryBlocks.earlyReturn",
              "an early return is a good end",
              o -> o.ok("block").returned(1)),
          always(
              "TryBlocks.returnedLong",
              "a long that the block returns stays what it is",
              o -> o.ok("block").returned(11)),
          always(
              "TryBlocks.continued",
              "continue is a good end of a turn",
              o -> {
                o.traces(4).returned(4).allEnded();
                o.seen().traces().forEach(trace -> o.okRoot(trace, "turn"));
              }),
          always(
              "TryBlocks.broken",
              "break is a good end of a turn",
              o -> {
                o.traces(3).returned(3).allEnded();
                o.seen().traces().forEach(trace -> o.okRoot(trace, "turn"));
              }),
          always(
              "TryBlocks.labelled",
              "jumps out of two blocks end both of them well",
              o -> {
                o.traces(2).returned(3).allEnded();
                o.seen().traces().forEach(trace -> o.okRoot(trace, "outer"));
              }),
          always(
              "TryBlocks.failingTurnOfALoop",
              "of a loop's turns only the failing one is an error",
              o -> {
                o.traces(3).returned("[a, !, c]").unharmed();
                o.okRoot(o.trace(0), "turn a");
                o.failed(o.trace(1), "turn b", "java.lang.IllegalArgumentException", "no b");
                o.okRoot(o.trace(2), "turn c");
              }),
          always(
              "TryBlocks.nested",
              "an exception is the event of every block that it crosses",
              o ->
                  o.tree("outer", "  middle", "    inner")
                      .failed("inner", IOException.class, "deep")
                      .failed("middle", IOException.class, "deep")
                      .failed("outer", IOException.class, "deep")
                      .threwItself()),
          always(
              "TryBlocks.nestedAndCaughtBetween",
              "an exception that is caught between two blocks is the inner one's alone",
              o -> {
                o.tree("outer", "  inner").failed("inner", IOException.class, "deep");
                o.ok("outer").returned("recovered").unharmed();
                o.span("outer").hasOutputs("recovered");
              }),
          always(
              "TryBlocks.throughMethods",
              "an exception is the event of the blocks of every method that it crosses",
              o ->
                  o.tree("outer", "  middle", "    inner")
                      .failed("inner", IOException.class, "deep")
                      .failed("middle", IOException.class, "deep")
                      .failed("outer", IOException.class, "deep")
                      .threwItself()),
          always(
              "TryBlocks.nullResource",
              "a resource may be null",
              o -> o.noTraces().returned("done")),
          always(
              "TryBlocks.nullResourceAndException",
              "a block of a null resource may fail",
              o -> o.noTraces().threwItself()),
          always(
              "TryBlocks.okByHandThenFails",
              "an explicit OK stays, whatever escapes",
              o -> {
                o.threwItself();
                o.span("block").isOk();
              }),
          always(
              "TryBlocks.recordedByHandThenEscapes",
              "an exception that is recorded and then escapes is one event",
              o -> o.failedWithEvent("block", IOException.class, "broken").threwItself()),
          always(
              "TryBlocks.recordedInACatchThenEscapes",
              "an exception that a catch records and throws on is one event",
              o -> o.failedWithEvent("block", IOException.class, "broken").threwItself()),
          always(
              "TryBlocks.spanOfABuilder",
              "a span of a builder is a span like any other",
              o -> {
                o.failed("block", IllegalStateException.class, "broken").threwItself();
                o.span("block").hasType("TOOL").hasAttribute("k", 1);
              }),
          always(
              "TryBlocks.disabled",
              "without tracing there is no span, and the exception goes on untouched",
              o -> o.noTraces().note("recording", false).threwItself()),
          always(
              "TryCatches.swallowedInside",
              "an exception that the block itself swallows is nobody's",
              o -> o.ok("block").returned("done").said("caught").unharmed()),
          always(
              "TryCatches.swallowedBehind",
              "an exception that the try's own catch swallows left the block: it is the span's",
              o ->
                  o.failed("block", IOException.class, "broken")
                      .returned("recovered from broken")
                      .unharmed()),
          always(
              "TryCatches.swallowedAround",
              "an exception that a try around it swallows left the block: it is the span's",
              o -> o.failed("block", IOException.class, "broken").returned("recovered").unharmed()),
          always(
              "TryCatches.rethrownInside",
              "an exception that is caught and thrown on inside is the span's, once",
              o -> o.failed("block", IOException.class, "broken").threwItself()),
          always(
              "TryCatches.rethrownBehind",
              "an exception that is thrown on behind the block is the span's, once",
              o -> o.failed("block", IOException.class, "broken").said("caught").threwItself()),
          always(
              "TryCatches.translatedInside",
              "of an exception translated inside the translation is the span's",
              o -> o.failed("block", IllegalStateException.class, "translated").threwItself()),
          always(
              "TryCatches.translatedBehind",
              "of an exception translated behind the block the first is the span's",
              o -> o.failed("block", FileNotFoundException.class, "no file").threwItself()),
          always(
              "TryCatches.translatedBetweenTwoSpans",
              "of an exception translated between two blocks each has its own",
              o ->
                  o.failed("inner", FileNotFoundException.class, "no file")
                      .failed("outer", IllegalStateException.class, "translated")
                      .threwItself()),
          always(
              "TryCatches.withFinally",
              "a finally changes nothing of a good end",
              o -> o.ok("block").returned("done").said("finally")),
          always(
              "TryCatches.withFinallyAndException",
              "a finally changes nothing of an exception",
              o -> o.failed("block", IOException.class, "broken").said("finally").threwItself()),
          always(
              "TryCatches.withCatchAndFinally",
              "catch and finally run after the block has failed",
              o ->
                  o.failed("block", IOException.class, "broken")
                      .returned("caught and finally")
                      .unharmed()),
          always(
              "TryCatches.returnFromFinally",
              "a return from finally drops the exception, which is the span's all the same",
              o ->
                  o.failed("block", IllegalStateException.class, "broken")
                      .returned("finally")
                      .unharmed()),
          always(
              "TryCatches.finallyInside",
              "a finally inside the block runs before the span ends",
              o -> {
                o.failed("block", IOException.class, "broken").threwItself();
                o.span("block").hasAttribute("cleaned", true);
              }),
          always(
              "TryCatches.spanInACatch",
              "a span inside a catch knows nothing of what was caught",
              o -> o.ok("clean up").threwItself()),
          always(
              "TryCatches.multiCatch",
              "a catch of two types changes nothing",
              o -> o.failed("block", IllegalArgumentException.class, "broken").returned("broken")),
          always(
              "TryCatches.closedByHandInFinally",
              "a span that finally closes sees the exception",
              o -> o.failed("block", IOException.class, "broken").threwItself()),
          always(
              "TryCatches.closedByHandInFinallyAndNothingEscapes",
              "a span that finally closes after a good end is OK",
              o -> o.ok("block").returned("done")),
          always(
              "TryCatches.closedByHandWithoutTry",
              "a span that is closed without a try is OK",
              o -> o.ok("block").returned("done")),
          always(
              "TryCatches.recordedAndClosedByHand",
              "an exception that is recorded by hand is one event",
              o -> o.failedWithEvent("block", IOException.class, "broken").threwItself()),
          always(
              "TryCatches.spanInAFinally",
              "a span inside a finally knows nothing of the exception on its way",
              o -> o.ok("clean up").said("cleaned").threwItself()),
          Case.woven(
              "TryBlocks.closedInsideThenFails",
              "an exception that escapes after the span has ended is its event all the same",
              o -> o.failed("block", IllegalStateException.class, "late").threwItself()),
          Case.woven(
              "TryBlocks.withoutMessage",
              "an exception without a message is described by its type",
              o -> {
                o.span("block")
                    .hasStatus(SpanStatusCode.ERROR)
                    .hasStatusDescription("IllegalStateException")
                    .hasExceptionEvent(IllegalStateException.class, "");
                o.threwItself();
              }));

  private TryBlockCases() {}
}
