package com.acme;

import dev.spanloom.Mlflow;
import dev.spanloom.weaving.WeavingInstallation;

/** Enables weaving after its classes were loaded, twice. */
public final class SelfAttaching {
  private SelfAttaching() {}

  public static void main(String[] arguments) {
    Search search = new Search();
    String before = search.find("nothing");
    System.out.println("traced before: " + Mlflow.getLastActiveTraceId().isPresent());
    boolean inForce = Mlflow.enableWeaving();
    System.out.println("in force: " + inForce);
    System.out.println("in force again: " + Mlflow.enableWeaving());
    String after = search.find("nothing");
    System.out.println("same result: " + before.equals(after));
    System.out.println("traced after: " + Mlflow.getLastActiveTraceId().isPresent());
    if (!inForce) {
      return;
    }
    System.out.println("woven: " + WeavingInstallation.stats().woven());
    System.out.println(new Late().find("something"));
    System.out.println("woven late: " + WeavingInstallation.stats().woven());
  }

  /** Loaded when weaving is in force already. */
  static final class Late {
    @dev.spanloom.Trace
    String find(String question) {
      return question;
    }
  }
}
