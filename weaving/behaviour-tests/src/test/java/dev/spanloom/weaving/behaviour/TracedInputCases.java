package dev.spanloom.weaving.behaviour;

import static dev.spanloom.testing.SpanloomAssertions.assertThat;
import static dev.spanloom.weaving.behaviour.Case.woven;

import dev.spanloom.entities.SpanAttributeKey;
import dev.spanloom.entities.TraceMetadataKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** What is recorded of parameters, and what the elements of {@code @Trace} do. */
final class TracedInputCases {
  static final List<Case> ALL =
      List.of(
          woven(
              "TracedInputs.ofEveryPrimitiveType",
              "inputs of every primitive type are recorded",
              o ->
                  o.inputs(
                          "primitives",
                          "flag",
                          true,
                          "tiny",
                          -1,
                          "small",
                          2,
                          "letter",
                          "c",
                          "number",
                          4,
                          "big",
                          Long.MAX_VALUE,
                          "f",
                          1.5,
                          "d",
                          2.25)
                      .returned("true-12c4" + Long.MAX_VALUE + "1.52.25")),
          woven(
              "TracedInputs.ofTwoSlots",
              "inputs stand right beside those of two slots",
              o -> o.inputs("slots", "a", 1, "b", 2, "c", 3.5, "d", "four", "e", 5).returned(15.5)),
          woven(
              "TracedInputs.ofTwoSlotsBehindThis",
              "inputs of two slots stand right behind this",
              o -> o.inputs("slotsOfAnInstance", "a", 0.5, "b", null, "c", 3).returned(3.5)),
          woven(
              "TracedInputs.ofArrays",
              "arrays are lists",
              o ->
                  o.inputs(
                          "arrays",
                          "ints",
                          List.of(1, 2),
                          "texts",
                          Arrays.asList("a", null),
                          "grid",
                          List.of(List.of(1), List.of(2, 3)),
                          "flags",
                          List.of(true))
                      .returned(7)),
          woven(
              "TracedInputs.ofNulls",
              "null is recorded as null",
              o ->
                  o.inputs("nulls", "text", null, "list", null, "array", null)
                      .returned("nullnullnull")),
          woven(
              "TracedInputs.thatAreReassigned",
              "the inputs are what the caller gave, whatever the body makes of them",
              o -> o.inputs("reassigned", "number", 4, "text", "text").returned(48)),
          woven(
              "TracedInputs.thatAreChanged",
              "the inputs are as they were when the call began",
              o -> o.inputs("changed", "words", List.of("a", "b")).returned(0)),
          woven(
              "TracedInputs.thatAreMany",
              "forty inputs are recorded",
              o -> o.inputs("many", forty()).returned(43)),
          woven(
              "TracedInputs.thatAreNone",
              "a method without parameters has empty inputs",
              o -> o.ok("none").inputs("none").returned(1)),
          woven(
              "TracedInputs.thatAreNotRecorded",
              "captureInputs = false records no inputs",
              o -> {
                o.ok("hidden").returned(6);
                o.span("hidden").hasNoAttribute(SpanAttributeKey.INPUTS).hasOutputs(6);
              }),
          woven(
              "TracedInputs.thatAreIgnored",
              "an ignored parameter is not recorded, and shifts nothing",
              o -> {
                o.ok("login").returned("bob7");
                o.span("login")
                    .hasInputs(
                        o.toolchain().keepsParameterNames()
                            ? Map.of("user", "bob", "at", 7)
                            : Map.of("arg0", "bob", "arg2", 7));
              }),
          woven(
              "TracedInputs.thatHaveAnotherName",
              "a parameter is recorded under the name that it is given",
              o -> {
                o.ok("ask").returned("why5");
                o.span("ask").hasInputs(Map.of("question", "why", "max_tokens", 5));
              }),
          woven(
              "TracedInputs.thatAreAllIgnored",
              "where all parameters are ignored no secret is recorded",
              o -> {
                o.ok("onlyIgnored").returned("ok");
                org.assertj.core.api.Assertions.assertThat(o.trace().toJson())
                    .doesNotContain("secret");
              }),
          woven(
              "TracedInputs.thatAreObjects",
              "objects are recorded with what they hold",
              o ->
                  o.inputs(
                          "structured",
                          "question",
                          Map.of("text", "why", "tags", List.of("a")),
                          "options",
                          Map.of("depth", 3, "deep", List.of(1, "two")))
                      .returned("why")),
          woven(
              "TracedInputs.thatAreHostile",
              "an argument that cannot be looked at disturbs nothing (A15)",
              o -> {
                o.ok("careful").returned("done 3");
                o.span("careful").hasOutputs("done 3");
              }),
          woven(
              "TracedInputs.ofAnEnum",
              "constants of an enum are recorded by name",
              o -> o.inputs("above", "other", "LOW").returned(true)),
          woven(
              "TracedOptions.nameTypeAttributes",
              "name, type and attributes are as the annotation says (A3)",
              o -> {
                o.ok("custom name").inputs("custom name", "x", 1).returned(2);
                o.span("custom name")
                    .hasType("LLM")
                    .hasAttribute("delta", "1")
                    .hasAttribute("text", "with \"quotes\",\n\t\\ and ümlaut")
                    .hasAttribute(SpanAttributeKey.FUNCTION_NAME, "full");
              }),
          woven(
              "TracedOptions.sampledNever",
              "samplingRatio = 0 silences a trace with all that is below",
              o -> o.noTraces().returned(3)),
          woven(
              "TracedOptions.sampledAlways",
              "samplingRatio = 1 records",
              o -> o.tree("always", "  below").returned(3)),
          woven(
              "TracedOptions.sampledNeverBelowASpan",
              "samplingRatio counts where a trace begins only",
              o -> o.tree("outer", "  never", "    below").returned(3)),
          woven(
              "TracedOptions.sampledAlwaysWhereTheProcessSamplesNothing",
              "samplingRatio beats that of the process",
              o -> o.tree("always", "  below").returned(7)),
          woven(
              "TracedOptions.destination",
              "a trace goes to the experiment that the annotation names (A16)",
              o -> {
                o.tree("elsewhere", "  below").returned(3);
                org.assertj.core.api.Assertions.assertThat(o.trace().info().experimentId())
                    .isEqualTo("77");
              }),
          woven(
              "TracedOptions.destinationBelowASpan",
              "the destination of a method counts where a trace begins only (A17)",
              o -> {
                o.tree("outer", "  elsewhere", "    below").returned(3);
                org.assertj.core.api.Assertions.assertThat(o.trace().info().experimentId())
                    .isEqualTo("0");
              }),
          woven(
              "TracedOptions.disabled",
              "without tracing nothing is recorded, and results are the same",
              o -> o.noTraces().returned(5)),
          woven(
              "TracedOptions.enabledAgain",
              "tracing that is turned on again records",
              o -> o.tree("custom name").returned(2)),
          woven(
              "TracedOptions.nested",
              "traced methods, blocks and lambda forms nest as they are called",
              o ->
                  o.tree("level0", "  level1", "    level2", "      level3", "        level4")
                      .note("current", "level4")
                      .note("current after", "level0")
                      .returned(3)),
          woven(
              "TracedOptions.siblings",
              "calls one after the other are siblings",
              o -> o.tree("outer", "  sibling", "  sibling").quiet()),
          woven(
              "TracedOptions.traceOfItsOwn",
              "each call outside of a span is a trace of its own",
              o -> {
                o.traces(2).quiet();
                assertThat(o.trace(0)).hasMetadata(TraceMetadataKey.OUTPUTS, "null");
                o.inputs(o.trace(0), "sibling", "name", "a");
                o.inputs(o.trace(1), "sibling", "name", "b");
              }));

  private TracedInputCases() {}

  private static Object[] forty() {
    List<Object> all = new ArrayList<>();
    for (int i = 1; i <= 40; i++) {
      all.add("a" + i);
      if (i <= 20 && i % 4 == 3) {
        all.add(String.valueOf(i));
      } else if (i <= 20 && i % 4 == 0) {
        all.add((double) i);
      } else {
        all.add(i);
      }
    }
    return all.toArray();
  }
}
