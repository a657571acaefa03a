package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailExecutor;
import dev.langchain4j.guardrail.OutputGuardrailExecutor.OutputGuardrailExecutorBuilder;
import dev.langchain4j.guardrail.OutputGuardrailRequest;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.guardrail.config.OutputGuardrailsConfig;
import dev.langchain4j.spi.guardrail.OutputGuardrailExecutorBuilderFactory;
import dev.spanloom.autolog.AutologOptions;
import java.util.List;

/**
 * Found by the library through {@code META-INF/services}: what output guardrails do is below their
 * spans. Where another provider is on the class path, its executors are used, and guardrails are
 * recorded when they are through.
 */
public final class LangChain4jOutputGuardrailFactory
    implements OutputGuardrailExecutorBuilderFactory {
  @Override
  public OutputGuardrailExecutorBuilder getBuilder() {
    OutputGuardrailExecutorBuilderFactory other =
        OtherProviders.first(OutputGuardrailExecutorBuilderFactory.class, this);
    return other != null ? other.getBuilder() : new Builder();
  }

  private static final class Builder extends OutputGuardrailExecutorBuilder {
    @Override
    public OutputGuardrailExecutor build() {
      return new Executor(
          config(), guardrails(), AutologOptions.configured(LangChain4jTracing.LIBRARY));
    }
  }

  private static final class Executor extends OutputGuardrailExecutor {
    private final AutologOptions options;

    Executor(
        OutputGuardrailsConfig config, List<OutputGuardrail> guardrails, AutologOptions options) {
      super(config, guardrails);
      this.options = options;
    }

    @Override
    protected OutputGuardrailResult validate(
        OutputGuardrailRequest request, OutputGuardrail guardrail) {
      return Guardrails.record(
          request, guardrail, options, () -> super.validate(request, guardrail));
    }
  }
}
