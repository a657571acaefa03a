package dev.spanloom.weaving.behaviour;

import static dev.spanloom.weaving.behaviour.Case.always;

import java.io.IOException;
import java.util.List;

/**
 * A span in try-with-resources: among other resources, in all places, in newer language, in Kotlin.
 */
final class TryMoreCases {
  static final List<Case> ALL =
      List.of(
          always(
              "TryResources.spanThenOther",
              "a resource behind the span is closed before it",
              o ->
                  o.failed("block", IOException.class, "broken")
                      .said("closed:other")
                      .threwItself()),
          always(
              "TryResources.otherThenSpan",
              "a resource before the span is closed after it",
              o ->
                  o.failed("block", IOException.class, "broken")
                      .said("closed:other")
                      .threwItself()),
          always(
              "TryResources.spanThenSpan",
              "of two spans of one try both see the exception",
              o ->
                  o.tree("first", "  second")
                      .failed("first", IOException.class, "broken")
                      .failed("second", IOException.class, "broken")
                      .threwItself()),
          always(
              "TryResources.manyAndNothingEscapes",
              "many resources are closed in their order",
              o -> o.ok("first").ok("second").said("block", "closed:c", "closed:b", "closed:a")),
          always(
              "TryResources.manyAndTheBlockFails",
              "among many resources each span sees the exception",
              o ->
                  o.failed("first", IOException.class, "broken")
                      .failed("second", IOException.class, "broken")
                      .said("closed:c", "closed:b", "closed:a")
                      .threwItself()),
          always(
              "TryResources.laterInitialiserFails",
              "a resource that cannot be opened behind the span fails the span",
              o -> o.failed("block", IOException.class, "cannot open").threwItself()),
          always(
              "TryResources.earlierInitialiserFails",
              "a resource that cannot be opened before the span leaves no span",
              o -> o.noTraces().threwItself()),
          always(
              "TryResources.closeOfAnInnerResourceFails",
              "a resource that cannot be closed inside the span fails the span",
              o ->
                  o.failed("block", IOException.class, "cannot close").said("block").threwItself()),
          always(
              "TryResources.closeOfAnOuterResourceFails",
              "a resource that cannot be closed after the span is not the span's",
              o -> o.ok("block").said("block").threwItself()),
          always(
              "TryResources.blockAndCloseOfAnInnerResourceFail",
              "the exception of close is suppressed by Java, and only the block's escapes",
              o ->
                  o.failed("block", IOException.class, "broken")
                      .suppressed("java.util.concurrent.TimeoutException: cannot close")
                      .threwTheFirst()),
          always(
              "TryResources.blockAndCloseOfAnOuterResourceFail",
              "an exception of close after the span is suppressed by Java as ever",
              o ->
                  o.failed("block", IOException.class, "broken")
                      .suppressed("java.util.concurrent.TimeoutException: cannot close")
                      .threwTheFirst()),
          always(
              "TryResources.spanAsAutoCloseable",
              "a span that is declared as AutoCloseable is a span",
              o -> o.failed("block", IOException.class, "broken").threwItself()),
          always(
              "TryResources.noSpanAtAll",
              "a try without a span stays as it is",
              o ->
                  o.noTraces()
                      .said("closed:a")
                      .suppressed("java.util.concurrent.TimeoutException: cannot close")
                      .threwTheFirst()),
          block("inALambda", "in a lambda", IOException.class, "broken"),
          block(
              "inALambdaThatCaptures",
              "in a lambda that captures",
              ArithmeticException.class,
              "by 0"),
          block(
              "inAnAnonymousClass", "in an anonymous class", IllegalStateException.class, "broken"),
          block("inAnInnerClass", "in an inner class", IOException.class, "broken"),
          block("inAConstructor", "in a constructor", IllegalArgumentException.class, "empty"),
          always(
              "TryPlaces.inAConstructorThatEndsWell",
              "a block in a constructor ends well",
              o -> o.ok("block").returned("made")),
          block(
              "inAnInstanceInitialiser",
              "in an instance initialiser",
              IllegalStateException.class,
              "broken"),
          always(
              "TryPlaces.inAStaticInitialiser",
              "a block in a static initialiser sees the exception",
              o ->
                  o.failed("block", IllegalStateException.class, "broken")
                      .note("cause", "broken")
                      .unharmed()),
          always(
              "TryPlaces.inAStaticInitialiserThatEndsWell",
              "a block in a static initialiser ends well",
              o -> o.ok("block").returned("made")),
          always(
              "TryPlaces.inASynchronizedMethod",
              "a block in a synchronized method sees the exception, and the lock is free",
              o ->
                  o.failed("block", IOException.class, "broken").note("held", false).threwItself()),
          always(
              "TryPlaces.aroundASynchronizedBlock",
              "a block around a synchronized one sees the exception, and the lock is free",
              o ->
                  o.failed("block", IOException.class, "broken").note("held", false).threwItself()),
          always(
              "TryPlaces.insideASynchronizedBlock",
              "a block inside a synchronized one sees the exception, and the lock is free",
              o ->
                  o.failed("block", IOException.class, "broken").note("held", false).threwItself()),
          block(
              "inAnInterfaceDefault",
              "in an interface's default method",
              UnsupportedOperationException.class,
              "no one"),
          always(
              "TryPlaces.inAGenericMethod",
              "a block in a generic method ends well",
              o -> o.traces(2).returned("b2")),
          always(
              "TryPlaces.amongManyLocals",
              "values of two slots live through a block",
              o -> {
                o.traces(2).returned("2 2.5 3 four 9 6.0 false broken 42.5");
                o.okRoot(o.trace(0), "turn");
                o.failed(o.trace(1), "turn", "java.lang.IllegalStateException", "broken 42.5");
              }),
          always(
              "TryPlaces.amidAnExpression",
              "a block amid an expression ends well",
              o -> o.traces(2).returned("abc")),
          always(
              "TryPlaces.onAnotherThread",
              "a block on another thread sees what kills the thread",
              o ->
                  o.failed("block", IllegalStateException.class, "broken")
                      .note("uncaught", "broken")
                      .quiet()),
          always(
              "TryPlaces.stackOverflow",
              "a block that runs out of stack is an error",
              o -> {
                o.returned("overflow");
                o.span("block").isError();
              }),
          modern("asOnThePage", "a span declared with var sees the exception"),
          modern("declaredOutside", "a span declared outside of its try sees the exception"),
          modern("givenByTheCaller", "a span that is a parameter sees the exception"),
          always(
              "TryModern.inAField",
              "a span that is a field sees the exception",
              o -> {
                o.threwItself();
                if (o.way().weaves() || o.toolchain() != Toolchain.ECJ) {
                  o.failed("block", IOException.class, "broken");
                } else {
                  // ecj closes the field and not a copy of it, of which unwoven code knows nothing
                  o.ok("block");
                }
              }),
          always(
              "TryModern.declaredOutsideAndNothingEscapes",
              "a span declared outside of its try ends well",
              o -> o.ok("block").returned("done")),
          always(
              "TryModern.twoDeclaredOutside",
              "of two spans declared outside both see the exception",
              o ->
                  o.tree("first", "  second")
                      .failed("first", IOException.class, "broken")
                      .failed("second", IOException.class, "broken")
                      .threwItself()),
          always(
              "TryModern.recordedBehindTheBlock",
              "an exception that is recorded after close is one event",
              o ->
                  o.failedWithEvent("block", IOException.class, "broken")
                      .returned("recovered")
                      .unharmed()),
          always(
              "TryModern.statusBehindTheBlock",
              "a status that is set after close counts",
              o -> {
                o.returned("done");
                o.span("block").isError();
              }),
          always(
              "TryModern.aGoodBranchOfASwitch",
              "a block in a switch expression ends well",
              o -> o.tree("good").ok("good").returned("goodnone")),
          always(
              "TryModern.aBadBranchOfASwitch",
              "a block in a switch expression sees the exception",
              o -> o.failed("bad", IOException.class, "broken").threwItself()),
          always(
              "TryModern.aroundASwitch",
              "a block around a switch expression sees what a branch throws",
              o -> {
                o.traces(3).returned(101).unharmed();
                o.failed(o.trace(1), "turn", "java.lang.IllegalStateException", "broken");
              }),
          always(
              "TryModern.withAPattern",
              "a block with a pattern variable sees the exception",
              o -> o.failed("block", IllegalArgumentException.class, "text").returned("text")),
          always(
              "TryModern.inARecordsConstructor",
              "a block in a record's compact constructor sees the exception",
              o -> o.failed("block", IllegalArgumentException.class, "2 > 1").threwItself()),
          modern(
              "inAPrivateMethodOfAnInterface", "a block in an interface's private method sees it"),
          always(
              "TryModern.besideALambdaForm",
              "an exception crosses the lambda form and a block",
              o ->
                  o.failedWithEvent("inner", IOException.class, "broken")
                      .failed("outer", IOException.class, "broken")
                      .threwItself()),
          always(
              "TryPatterns.nestedPatterns",
              "blocks in branches of record patterns end well",
              o -> o.tree("box 2", "  box 1", "    circle").returned("box of box of circle 1.0")),
          always(
              "TryPatterns.nestedPatternsThatFail",
              "blocks in branches of record patterns see the exception",
              o ->
                  o.failed("circle", IOException.class, "negative")
                      .failed("box 1", IOException.class, "negative")
                      .threwItself()),
          always(
              "TryPatterns.aroundASwitchOfPatterns",
              "a block around a switch of patterns sees what a branch throws",
              o -> {
                o.traces(3).returned(111).unharmed();
                o.failed(o.trace(1), "turn", "java.lang.IllegalArgumentException", "two");
              }),
          always(
              "TryPatterns.recordPatternInIf",
              "a block around a record pattern sees the exception",
              o -> o.failed("block", IOException.class, "radius 2.0").threwItself()),
          always(
              "KotlinUse.escapes",
              "Kotlin's use hands the exception to the span",
              o -> {
                o.failed("block", IOException.class, "broken").threwItself();
                o.span("block").hasInputs("in");
              }),
          always(
              "KotlinUse.nothingEscapes",
              "a block of Kotlin's use ends well",
              o -> {
                o.ok("block").returned("done");
                o.span("block").hasOutputs(3);
              }),
          always(
              "KotlinUse.earlyReturn",
              "an early return from Kotlin's use is a good end",
              o -> o.ok("block").returned(1)),
          always(
              "KotlinUse.earlyReturnOfALoop",
              "an early return from a loop around Kotlin's use is a good end",
              o -> o.traces(3).returned(2).allEnded()),
          always(
              "KotlinUse.nested",
              "nested blocks of Kotlin's use all see the exception",
              o ->
                  o.tree("outer", "  inner")
                      .failed("inner", IOException.class, "deep")
                      .failed("outer", IOException.class, "deep")
                      .threwItself()),
          always(
              "KotlinUse.caughtAround",
              "an exception that is caught around Kotlin's use is the span's",
              o -> o.failed("block", IOException.class, "broken").returned("recovered").unharmed()),
          always(
              "KotlinUse.caughtInside",
              "an exception that is caught inside Kotlin's use is nobody's",
              o -> o.ok("block").returned("recovered").unharmed()),
          always(
              "KotlinUse.amongOthers",
              "a span of Kotlin's use around another resource sees the exception",
              o ->
                  o.failed("block", IOException.class, "broken")
                      .said("closed:other")
                      .threwItself()),
          always(
              "KotlinUse.nullable",
              "a span that may be null sees the exception in Kotlin's use",
              o -> o.failed("block", IOException.class, "broken").threwItself()),
          always(
              "KotlinUse.closedByHandInFinally",
              "a span that Kotlin's finally closes sees the exception",
              o -> o.failed("block", IOException.class, "broken").threwItself()));

  private TryMoreCases() {}

  private static Case block(
      String subject, String where, Class<? extends Throwable> type, String message) {
    return always(
        "TryPlaces." + subject,
        "a block " + where + " sees the exception",
        o -> o.failed("block", type, message).threwItself());
  }

  private static Case modern(String subject, String sentence) {
    return always(
        "TryModern." + subject,
        sentence,
        o -> o.failed("block", IOException.class, "broken").threwItself());
  }
}
