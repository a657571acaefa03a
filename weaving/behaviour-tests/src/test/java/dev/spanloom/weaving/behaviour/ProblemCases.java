package dev.spanloom.weaving.behaviour;

import static dev.spanloom.weaving.behaviour.Case.woven;

import java.util.List;

/** Annotations that cannot be honoured: the program runs on without them. */
final class ProblemCases {
  static final List<Case> ALL =
      List.of(
          runsOn("onAnAbstractMethod", "an abstract method", "why!"),
          runsOn("onAMethodOfAnInterface", "a method of an interface without code", "why?"),
          runsOn("onAConstructor", "a constructor", "made"),
          runsOn("onANativeMethod", "a native method", "not linked"),
          runsOn("reducerWithoutStream", "a method with a reducer and no items", "text"),
          runsOn("abstractReducer", "a method with an abstract reducer", "[a, b]"),
          runsOn("reducerWithoutConstructor", "a method with a reducer nobody can make", "[a, b]"),
          runsOn("samplingOutOfRange", "a method with a sampling ratio of 1.5", "text"),
          woven(
              "TracedProblems.besideOthers",
              "a class with one annotation that cannot be honoured runs unwoven as a whole",
              o -> {
                o.threwItself().tree("block");
                o.span("block")
                    .isError()
                    .hasStatusDescription(Outcome.NOT_VISIBLE)
                    .hasEventCount(0);
              }));

  /** Where these stand: class and method, as a message must name them. */
  static final List<String> PLACES =
      List.of(
          "subjects.TracedProblems$OnAnAbstractMethod.answer(String)",
          "subjects.TracedProblems$OnAMethodOfAnInterface.answer(String)",
          "subjects.TracedProblems$OnAConstructor.constructor(String)",
          "subjects.TracedProblems$OnANativeMethod.answer(int)",
          "subjects.TracedProblems$ReducerWithoutStream.answer()",
          "subjects.TracedProblems$AbstractReducer.answer()",
          "subjects.TracedProblems$ReducerWithoutConstructor.answer()",
          "subjects.TracedProblems$SamplingOutOfRange.answer()",
          "subjects.TracedProblems$OneOfThree.bad(String)");

  private ProblemCases() {}

  private static Case runsOn(String subject, String where, Object returned) {
    return woven(
        "TracedProblems." + subject,
        "@Trace on " + where + " changes nothing",
        o -> o.noTraces().returned(returned));
  }
}
