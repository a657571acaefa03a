package dev.spanloom.autolog.langchain4j;

import dev.langchain4j.guardrail.InputGuardrail;
import dev.langchain4j.guardrail.InputGuardrailExecutor;
import dev.langchain4j.guardrail.InputGuardrailExecutor.InputGuardrailExecutorBuilder;
import dev.langchain4j.guardrail.InputGuardrailRequest;
import dev.langchain4j.guardrail.InputGuardrailResult;
import dev.langchain4j.guardrail.config.InputGuardrailsConfig;
import dev.langchain4j.spi.guardrail.InputGuardrailExecutorBuilderFactory;
import dev.spanloom.autolog.AutologOptions;
import java.util.List;

/**
 * Found by the library through {@code META-INF/services}: what input guardrails do is below their
 * spans. Where another provider is on the class path, its executors are used, and guardrails are
 * recorded when they are through.
 */
public final class LangChain4jInputGuardrailFactory
    implements InputGuardrailExecutorBuilderFactory {
  @Override
  public InputGuardrailExecutorBuilder getBuilder() {
    InputGuardrailExecutorBuilderFactory other =
        OtherProviders.first(InputGuardrailExecutorBuilderFactory.class, this);
    return other != null ? other.getBuilder() : new Builder();
  }

  private static final class Builder extends InputGuardrailExecutorBuilder {
    @Override
    public InputGuardrailExecutor build() {
      return new Executor(
          config(), guardrails(), AutologOptions.configured(LangChain4jTracing.LIBRARY));
    }
  }

  private static final class Executor extends InputGuardrailExecutor {
    private final AutologOptions options;

    Executor(
        InputGuardrailsConfig config, List<InputGuardrail> guardrails, AutologOptions options) {
      super(config, guardrails);
      this.options = options;
    }

    @Override
    protected InputGuardrailResult validate(
        InputGuardrailRequest request, InputGuardrail guardrail) {
      return Guardrails.record(
          request, guardrail, options, () -> super.validate(request, guardrail));
    }
  }
}
