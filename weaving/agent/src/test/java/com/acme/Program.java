package com.acme;

import dev.spanloom.Mlflow;
import dev.spanloom.Trace;
import dev.spanloom.entities.Span;
import java.util.List;

/** What runs in the JVMs of tests. */
public final class Program {
  private Program() {}

  public static void main(String[] arguments) {
    System.out.println("found: " + find("something"));
    printSpans();
    try (var span = Mlflow.startSpan("block")) {
      span.setAttribute("n", 1);
      fail();
    } catch (IllegalStateException e) {
      printSpans();
    }
    if (arguments.length > 0) {
      System.out.println("in force: " + Mlflow.enableWeaving());
    }
  }

  @Trace
  static String find(String question) {
    return "answer to " + question;
  }

  private static void fail() {
    throw new IllegalStateException("lost");
  }

  private static void printSpans() {
    String id = Mlflow.getLastActiveTraceId().orElse("none");
    for (Span span : Mlflow.getTrace(id).map(trace -> trace.data().spans()).orElse(List.of())) {
      System.out.println(
          "span: "
              + span.name()
              + " "
              + span.status().statusCode()
              + " "
              + span.status().description());
    }
  }
}
