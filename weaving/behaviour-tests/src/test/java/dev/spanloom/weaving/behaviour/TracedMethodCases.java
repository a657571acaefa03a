package dev.spanloom.weaving.behaviour;

import static dev.spanloom.testing.SpanloomAssertions.assertThat;
import static dev.spanloom.weaving.behaviour.Case.woven;

import dev.spanloom.entities.SpanAttributeKey;
import java.io.IOException;
import java.util.List;

/** {@code @Trace} on every kind of method, and on classes. */
final class TracedMethodCases {
  static final List<Case> ALL =
      List.of(
          woven(
              "TracedMethods.onAnInstanceMethod",
              "the inputs of an instance method are its parameters, without this",
              o -> {
                o.ok("add").inputs("add", "x", 2, "y", 5).returned(107);
                o.span("add")
                    .isRoot()
                    .hasType("UNKNOWN")
                    .hasOutputs(107)
                    .hasAttribute(SpanAttributeKey.FUNCTION_NAME, "add");
              }),
          woven(
              "TracedMethods.onAStaticMethod",
              "a static method is traced",
              o -> o.ok("multiply").inputs("multiply", "x", 2, "y", 5).returned(10)),
          woven(
              "TracedMethods.onAPrivateMethod",
              "a private method is traced",
              o -> o.ok("secret").inputs("secret", "word", "word").returned("word1")),
          woven(
              "TracedMethods.onAFinalMethod",
              "a final method is traced",
              o -> o.ok("last").inputs("last", "word", "word").returned("word")),
          woven(
              "TracedMethods.onAnInterfaceDefault",
              "a default method of an interface is traced",
              o -> o.ok("greet").inputs("greet", "name", "bob").returned("hello bob!")),
          woven(
              "TracedMethods.onAStaticMethodOfAnInterface",
              "a static method of an interface is traced",
              o -> o.ok("shout").inputs("shout", "name", "bob").returned("BOB")),
          woven(
              "TracedMethods.onARecord",
              "a method of a record is traced",
              o -> {
                o.ok("distance").returned(5.0);
                o.span("distance").hasOutputs(5.0);
              }),
          woven(
              "TracedMethods.onAnAccessorOfARecord",
              "an accessor of a record that says so is traced",
              o -> {
                o.ok("x").returned(7);
                o.span("x").hasOutputs(7);
              }),
          woven(
              "TracedMethods.onAnEnum",
              "a method of an enum is traced",
              o -> o.ok("describe").inputs("describe", "language", "en").returned("en 2")),
          woven(
              "TracedMethods.onAConstantOfAnEnum",
              "a method of an enum's constant is traced",
              o -> o.ok("describe").inputs("describe", "language", "de").returned("de earth")),
          woven(
              "TracedMethods.withABridge",
              "a bridge method makes no second span",
              o -> o.tree("scaled").inputs("scaled", "by", 2).returned(6)),
          woven(
              "TracedMethods.withACovariantResult",
              "a bridge for a narrower result makes no second span",
              o -> o.tree("make").inputs("make", "what", "thing").returned("thing!")),
          woven(
              "TracedMethods.onAGenericMethod",
              "a generic method is traced with what it got",
              o -> {
                o.traces(2).returned("b2");
                o.inputs(o.trace(0), "larger", "a", "a", "b", "b");
                o.inputs(o.trace(1), "larger", "a", 2, "b", 1);
              }),
          woven(
              "TracedMethods.onOverloads",
              "each overload is traced as it says",
              o -> {
                o.traces(3).returned("text anumber 12bplain 1.5");
                o.inputs(o.trace(0), "of", "text", "a");
                o.inputs(o.trace(1), "of", "number", 1);
                o.inputs(o.trace(2), "of two", "number", 2, "text", "b");
                assertThat(o.trace(2))
                    .span("of two")
                    .hasAttribute(SpanAttributeKey.FUNCTION_NAME, "of");
              }),
          woven(
              "TracedMethods.onVarargs",
              "arguments of any number are a list",
              o -> {
                o.traces(2).returned(6);
                o.inputs(o.trace(0), "sum", "label", "few", "numbers", List.of(1, 2, 3));
                o.inputs(o.trace(1), "sum", "label", "none", "numbers", List.of());
              }),
          woven(
              "TracedMethods.onARecursion",
              "each call of a recursion is below the one before",
              o -> o.tree("factorial", "  factorial", "    factorial").returned(6)),
          woven(
              "TracedMethods.onASynchronizedMethod",
              "a synchronized method holds its lock",
              o -> o.ok("locked").returned(true)),
          woven(
              "TracedMethods.onASynchronizedMethodThatFails",
              "a synchronized method that fails gives its lock back",
              o ->
                  o.failed("lockedAndFailing", IllegalStateException.class, "broken")
                      .note("held", false)
                      .threwItself()),
          woven(
              "TracedMethods.onAnInnerClass",
              "a method of an inner class is traced",
              o -> o.ok("plus").inputs("plus", "more", 5).returned(15)),
          woven(
              "TracedMethods.onAnAnonymousClass",
              "a method of an anonymous class is traced once",
              o -> o.tree("get").ok("get").returned("anonymous 4")),
          woven(
              "TracedMethods.onALocalClass",
              "a method of a local class is traced",
              o -> o.ok("name").inputs("name", "of", "one").returned("local one")),
          woven(
              "TracedMethods.withALambdaInside",
              "spans of lambdas inside are below the method",
              o ->
                  o.tree("mapped", "  up a", "  up b")
                      .inputs("mapped", "words", List.of("a", "b"))
                      .returned("[a2, b2]")),
          woven(
              "TracedMethods.byAMethodReference",
              "a call by a method reference is traced",
              o -> o.ok("minusOne").inputs("minusOne", "x", 5).returned("[4]")),
          woven(
              "TracedMethods.withManyReturns",
              "every return is the output",
              o -> {
                o.traces(4).returned(10 * 1000 - 100 - 2 * 10 + 2);
                assertThat(o.trace(0)).root().hasOutputs(10);
                assertThat(o.trace(1)).root().hasOutputs(-1);
                assertThat(o.trace(2)).root().hasOutputs(-2);
                assertThat(o.trace(3)).root().hasOutputs(2);
              }),
          woven(
              "TracedMethods.overridden",
              "an annotation is of the method that it stands on, not of what overrides it",
              o -> {
                o.traces(2).returned("child of parent own");
                assertThat(o.trace(0)).hasTree("who");
                assertThat(o.trace(1)).hasTree("own");
              }),
          woven(
              "TracedMethods.threeMethods",
              "two traced calls inside of a traced one are its children (A1, A5)",
              o -> {
                o.tree("predict", "  addOne", "  squared").inputs("predict", "x", 2, "y", 5);
                o.returned(64);
                o.span("predict").hasOutputs(64);
                assertThat(o.trace()).isOk().hasMetadata("mlflow.traceOutputs", "64");
                org.assertj.core.api.Assertions.assertThat(
                        o.trace().data().root().orElseThrow().attributeValues())
                    .containsOnlyKeys(
                        "mlflow.traceRequestId",
                        "mlflow.spanFunctionName",
                        "mlflow.spanType",
                        "mlflow.spanInputs",
                        "mlflow.spanOutputs");
              }),
          woven(
              "TracedMethods.notTraced",
              "a method that says nothing is not traced",
              o -> o.noTraces().returned("plain")),
          woven(
              "TracedMethods.annotatedAtRuntime",
              "reflection sees the method as it was",
              o ->
                  o.noTraces()
                      .note("annotated", true)
                      .note("methods", "static int subjects.TracedMethods.minusOne(int)")),
          woven(
              "TracedClass.onAPublicMethod",
              "an annotation of a class traces its public methods, and no others",
              o -> {
                o.tree("open").inputs("open", "x", 5).returned(15);
                o.span("open").hasType("TOOL").hasAttribute("team", "search");
              }),
          woven(
              "TracedClass.onAStaticMethod",
              "an annotation of a class traces its public static methods",
              o -> o.tree("shared").inputs("shared", "word", "word").returned("word")),
          woven(
              "TracedClass.refinedByTheMethod",
              "an annotation of a method says more than that of its class",
              o -> {
                o.tree("refined").inputs("refined", "word", "a").returned("aa");
                o.span("refined")
                    .hasType("LLM")
                    .hasAttribute("team", "search")
                    .hasAttribute(SpanAttributeKey.FUNCTION_NAME, "special");
              }),
          woven(
              "TracedClass.onAMethodThatIsNotPublic",
              "a method that is not public is traced when it says so itself",
              o -> {
                o.tree("explicit").inputs("explicit", "x", 3).returned(3);
                o.span("explicit").hasType("TOOL");
              }),
          woven(
              "TracedClass.onAConstructor",
              "an annotation of a class leaves constructors and initialisers alone",
              o -> o.noTraces().returned(1)),
          woven(
              "TracedClass.onARecord",
              "an annotation of a record leaves its accessors alone",
              o -> o.tree("joined").returned("a1")),
          woven(
              "TracedClass.onAnInterface",
              "an annotation of an interface traces its default methods",
              o -> o.tree("call").inputs("call", "what", "in ").returned("in call")),
          woven(
              "KotlinTraced.onAFunction",
              "a function of Kotlin is traced",
              o -> o.tree("add").inputs("add", "x", 2, "y", 3).returned(6)),
          woven(
              "KotlinTraced.withADefault",
              "a function of Kotlin with a default value is traced once",
              o -> o.tree("add").inputs("add", "x", 2, "y", 5).returned(8)),
          woven(
              "KotlinTraced.thatFails",
              "a function of Kotlin that fails is an error",
              o -> {
                o.failed("custom", IOException.class, "broken null").threwItself();
                o.span("custom").hasType("LLM").hasAttribute("mlflow.spanFunctionName", "fails");
              }),
          woven(
              "KotlinTraced.ofUnit",
              "a function of Kotlin that returns nothing has no output",
              o -> {
                o.ok("hidden").inputs("hidden", "words", List.of("a", "b")).note("words", 2);
                o.span("hidden").hasOutputs(null);
              }));

  private TracedMethodCases() {}
}
