package dev.spanloom.internal.mlflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.destination.RetryLaterException;
import dev.spanloom.testjvms.GuidePage;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What {@code docs/guide/destinations.md} shows. */
class DestinationsGuideTest extends ServerCase {
  private static final GuidePage PAGE = GuidePage.named("destinations.md");
  private static final Path SOURCES = Path.of("src/main/java/dev/spanloom/internal/mlflow");
  private static final Path DATABRICKS =
      Path.of("../destinations/databricks/src/main/java/dev/spanloom/destinations/databricks");

  /** Settings that the page names and other pages explain. */
  private static final Set<String> OF_OTHERS =
      Set.of("MLFLOW_TRACKING_URI", "MLFLOW_TRACING_DESTINATION");

  @Test
  void theProgramsOfThePageRun() {
    // port 5000 of the page may be in use, or not: the program does not mind
    Mlflow.setTrackingUri("http://127.0.0.1:5000");
    MlflowPeer peer = peer("3.6.0");
    Mlflow.setTrackingUri(peer.uri());
    Mlflow.setExperiment("my-agent");
    try (LiveSpan span = Mlflow.startSpan("answer")) {
      span.setOutputs("42");
    }
    flushed();
    assertThat(peer.store().infos())
        .singleElement()
        .satisfies(info -> assertThat(info.name()).isEqualTo("answer"));
    try {
      Mlflow.searchTraces("tag.env = 'prod'");
    } catch (RetryLaterException e) {
      Duration pause = e.retryAfter().orElse(Duration.ofSeconds(10));
      System.out.println(e.getMessage() + "; again in " + pause);
    }
  }

  @Test
  void everyLineOfJavaOnThePageIsALineOfThisTest() {
    assertThat(PAGE.java()).hasSize(11);
    assertThat(PAGE.javaMissingIn(DestinationsGuideTest.class)).isEmpty();
  }

  @Test
  void everySettingOfThePageIsReadAndEveryOneThatIsReadIsOnThePage() {
    String sources = GuidePage.sourcesIn(SOURCES) + GuidePage.sourcesIn(DATABRICKS);
    Matcher read = Pattern.compile("\"(MLFLOW_(?!EXPERIMENT)[A-Z_]+)\"").matcher(sources);
    String page = PAGE.text();
    while (read.find()) {
      String name = read.group(1);
      boolean shown =
          page.contains("`" + name + "`")
              || Arrays.stream(new String[] {"_BACKOFF_JITTER", "_MAX_BATCH_SIZE"})
                  .anyMatch(end -> name.endsWith(end) && page.contains("`" + end + "`"));
      assertThat(shown).as(name).isTrue();
    }
    Matcher told = Pattern.compile("`(MLFLOW_[A-Z_]+)`").matcher(page);
    while (told.find()) {
      boolean known =
          sources.contains("\"" + told.group(1) + "\"") || OF_OTHERS.contains(told.group(1));
      assertThat(known).as(told.group(1)).isTrue();
    }
  }
}
