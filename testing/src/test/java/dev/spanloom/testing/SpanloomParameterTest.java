package dev.spanloom.testing;

import static dev.spanloom.testing.SpanloomAssertions.assertThat;

import dev.spanloom.Mlflow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(SpanloomExtension.class)
class SpanloomParameterTest {
  @Test
  void theExtensionCanBeTakenAsAParameter(SpanloomExtension tracing) {
    Mlflow.startSpan("only").close();
    assertThat(tracing.trace()).hasRootNamed("only");
  }
}
