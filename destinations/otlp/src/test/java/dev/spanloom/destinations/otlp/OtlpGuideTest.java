package dev.spanloom.destinations.otlp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.testjvms.GuidePage;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What {@code docs/guide/otlp.md} shows. */
class OtlpGuideTest extends OtlpCase {
  private static final GuidePage PAGE = GuidePage.named("otlp.md");
  private static final Path SOURCES = Path.of("src/main/java/dev/spanloom/destinations/otlp");

  @Test
  void theProgramOfThePageRuns() {
    // port 4318 of the page may be in use, or not: the program does not mind
    Mlflow.setTrackingUri("otlp+http://127.0.0.1:4318");
    OtlpPeer peer = closedLater(new OtlpPeer());
    Mlflow.setTrackingUri("otlp+http://127.0.0.1:" + peer.port());
    Mlflow.setExperiment("my-agent");
    try (LiveSpan span = Mlflow.startSpan("answer")) {
      Mlflow.updateCurrentTrace(trace -> trace.tag("env", "prod").sessionId("s-1"));
      span.setOutputs("42");
    }
    flushed();
    assertThat(peer.spans())
        .singleElement()
        .satisfies(
            span ->
                assertThat(span.attributes())
                    .containsEntry("mlflow.traceTag.env", "prod")
                    .containsEntry("session.id", "s-1"));
    assertThat(peer.received().get(0).headers())
        .containsEntry("x-mlflow-experiment-name", "my-agent");
  }

  @Test
  void theVariablesAloneNameABackend() {
    OtlpPeer peer = closedLater(new OtlpPeer());
    property("otel.exporter.otlp.endpoint", "http://127.0.0.1:" + peer.port());
    Mlflow.setTrackingUri("otlp:");
    Mlflow.startSpan("answer").close();
    flushed();
    assertThat(peer.received()).singleElement().matches(OtlpPeer.Received::isGrpc);
  }

  @Test
  void everyLineOfJavaOnThePageIsALineOfThisTest() {
    assertThat(PAGE.java()).hasSize(6);
    assertThat(PAGE.javaMissingIn(OtlpGuideTest.class)).isEmpty();
  }

  @Test
  void everySettingThatIsReadIsOnThePage() {
    Matcher read =
        Pattern.compile("\\.(?:find|file)\\(\"([A-Z_]+)\"\\)")
            .matcher(GuidePage.sourcesIn(SOURCES));
    int names = 0;
    while (read.find()) {
      assertThat(PAGE.text()).contains("`" + read.group(1) + "`");
      names++;
    }
    assertThat(names).isEqualTo(9);
  }
}
