package dev.spanloom.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;

/** Says what is wrong with a property without the stack trace of a failed start. */
final class WrongPropertyAnalyzer extends AbstractFailureAnalyzer<WrongPropertyException>
    implements Ordered {
  @Override
  protected FailureAnalysis analyze(Throwable root, WrongPropertyException cause) {
    return new FailureAnalysis(
        String.valueOf(cause.getMessage()),
        "Change the property. What each means and takes: docs/guide/spring-boot.md.",
        cause);
  }

  /** Before the one of Boot, which knows only where a value could not be bound. */
  @Override
  public int getOrder() {
    return HIGHEST_PRECEDENCE;
  }
}
