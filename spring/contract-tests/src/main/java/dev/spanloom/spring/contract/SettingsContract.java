package dev.spanloom.spring.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.spanloom.Mlflow;
import dev.spanloom.destination.Destinations;
import dev.spanloom.internal.settings.Settings;
import dev.spanloom.spring.MlflowProperties;
import dev.spanloom.spring.SpanloomProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;

/** The settings of the SDK, as properties. */
public abstract class SettingsContract extends BootContract {
  /** In MLflow's words, but no settings of ours. */
  private static final Set<String> NO_SETTINGS =
      Set.of("MLFLOW_NO_OP_SPAN_TRACE_ID", "MLFLOW_EXPERIMENT");

  private static final Pattern NAME = Pattern.compile("\"(MLFLOW_[A-Z_]+)\"");
  private static final Pattern OURS =
      Pattern.compile(
          "\"(spanloom\\.(?:status|close|export|spool|span|trace|value)\\.[a-z-]+)\", *(?:[0-9A-Z]|Map)");

  @Test
  void theTrackingUriAloneIsEnough() {
    start(PlainApplication.class);
    Mlflow.startSpan("asked").close();
    assertThat(Mlflow.getTrackingUri()).isEqualTo("memory:");
    assertThat(names(onlyTrace())).containsExactly("asked");
  }

  @Test
  void withoutATrackingUriTheSdkHasItsOwn() {
    startPlain(WebApplicationType.NONE, PlainApplication.class, List.of());
    assertThat(Mlflow.getTrackingUri()).isEqualTo(Destinations.defaultUri());
  }

  @ParameterizedTest
  @CsvSource({
    "mlflow.trace-sampling-ratio",
    "mlflow.traceSamplingRatio",
    "mlflow.trace_sampling_ratio"
  })
  void namesAreRelaxed(String name) {
    start(PlainApplication.class, name + "=0");
    Mlflow.startSpan("not sampled").close();
    assertThat(traces()).isEmpty();
  }

  @Test
  void theNameOfTheExperimentIsThatOfTheTraces() {
    start(PlainApplication.class, "mlflow.experiment-name=chat");
    Mlflow.startSpan("asked").close();
    assertThat(Mlflow.setExperiment("chat").experimentId())
        .isEqualTo(onlyTrace().info().traceLocation().locationId());
  }

  @Test
  void theServiceIsNamedAfterTheApplication() {
    start(PlainApplication.class, "spring.application.name=assistant");
    Mlflow.startSpan("asked").close();
    assertThat(root(onlyTrace()).resource().attributes())
        .containsEntry("service.name", "assistant");
  }

  @Test
  void aSystemPropertyInTheSpellingOfTheSdkGoesBeforeAFile() {
    System.setProperty("mlflow.trace.sampling.ratio", "0");
    try {
      start(PlainApplication.class, "mlflow.trace-sampling-ratio=1");
      Mlflow.startSpan("not sampled").close();
      assertThat(traces()).isEmpty();
    } finally {
      System.clearProperty("mlflow.trace.sampling.ratio");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          mlflow.trace-sampling-ratio=2 | "2.0" (expected: a number from 0 to 1)
          mlflow.trace-sampling-ratio=much | much
          mlflow.tracing-enabled=maybe | maybe
          mlflow.tracking-uri=ftp://traces | "ftp://traces" (expected: one of the schemes
          mlflow.http-request-timeout=0 | "0" (expected: a whole number of at least 1)
          mlflow.tracing-destination=a.b.c | "a.b.c" (expected: <experiment id> or <catalog>.<schema>)
          spanloom.export.also=memory:,ftp://traces | "ftp://traces" (expected: one of the schemes
          spanloom.spool.segment-bytes=1 | "1" (expected: a whole number of at least 4096)
          spanloom.spool.when-full=later | later
          spanloom.shutdown-timeout=soon | soon
          spanloom.shutdown-timeout=-1s | "PT-1S" (expected: a duration that is not negative)
          """)
  void aWrongValueFailsTheStartAndIsShown(String property, String shown) {
    assertThatThrownBy(
            () ->
                startPlain(
                    WebApplicationType.NONE, PlainApplication.class, List.of("--" + property)))
        .satisfies(
            failure -> {
              String said = messages(failure);
              assertThat(said).contains(property.substring(0, property.indexOf('=')));
              assertThat(said).contains(shown);
            });
  }

  private static String messages(Throwable failure) {
    StringBuilder all = new StringBuilder();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      all.append(t.getMessage()).append('\n');
    }
    return all.toString();
  }

  @Test
  void everySettingOfTheSdkIsReachableByAProperty() {
    Set<String> names = namesInTheSdk();
    assertThat(names).hasSizeGreaterThan(45);
    List<String> properties = new ArrayList<>();
    names.forEach(name -> properties.add(property(name) + "=" + valueFor(name)));
    properties.replaceAll(property -> "--" + property);
    startPlain(WebApplicationType.NONE, PlainApplication.class, properties);
    Settings settings = Settings.ofProcess();
    assertThat(names)
        .allSatisfy(name -> assertThat(settings.text(name)).as(name).contains(valueFor(name)));
  }

  private static String property(String name) {
    return name.startsWith("MLFLOW_")
        ? "mlflow." + name.substring(7).toLowerCase(Locale.ROOT).replace('_', '-')
        : name;
  }

  private static String valueFor(String name) {
    if (name.equals("MLFLOW_TRACKING_URI") || name.equals("spanloom.export.also")) {
      return "memory:";
    } else if (name.matches(".*(RATIO|JITTER)")) {
      return "0.5";
    } else if (name.equals("spanloom.status.on-exit")) {
      return "overwrite";
    } else if (name.equals("spanloom.spool.max-bytes")) {
      return "90000000"; // at least two segments
    } else if (name.equals("spanloom.spool.when-full")) {
      return "drop-newest";
    } else if (name.matches(
        ".*(ENABLED|TLS|HEADER|REDIRECTS|ATTACHMENTS|EXPORT|EXPORTER|PROVIDER|detect-exceptions)")) {
      return "true";
    } else if (name.matches(
        "spanloom.*(millis|bytes|hours|max-.*)|.*(SECONDS|SIZE|TIMEOUT|RETRIES|FACTOR|THREADS)")) {
      return "9000000";
    }
    return "text";
  }

  /** As its sources have them. */
  private static Set<String> namesInTheSdk() {
    Set<String> names = new TreeSet<>(Set.of("spanloom.spool.dir", "spanloom.export.also"));
    for (String sources : List.of("sdk/src/main", "destinations/databricks/src/main")) {
      try (Stream<Path> files = Files.walk(Path.of("../..").resolve(sources))) {
        files
            .filter(file -> file.toString().endsWith(".java"))
            .forEach(file -> addNames(file, names));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    names.removeAll(NO_SETTINGS);
    return names;
  }

  private static void addNames(Path file, Set<String> names) {
    try {
      String source = Files.readString(file);
      for (Pattern pattern : List.of(NAME, OURS)) {
        Matcher matcher = pattern.matcher(source.replaceAll("\\s+", " "));
        while (matcher.find()) {
          names.add(matcher.group(1));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void theMetadataForEditorsListWhatCanBeBound() {
    Set<String> bound = new TreeSet<>();
    addComponents("mlflow", MlflowProperties.class, bound);
    addComponents("spanloom", SpanloomProperties.class, bound);
    assertThat(propertiesOfMetadata()).isEqualTo(bound);
  }

  private static void addComponents(String prefix, Class<?> type, Set<String> names) {
    for (RecordComponent component : type.getRecordComponents()) {
      String name =
          prefix + "." + component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
      if (component.getType().isRecord()) {
        addComponents(name, component.getType(), names);
      } else {
        names.add(name);
      }
    }
  }

  private static Set<String> propertiesOfMetadata() {
    Set<String> names = new TreeSet<>();
    Path file = Path.of("../common/src/main/resources/META-INF/spring-configuration-metadata.json");
    try {
      String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
      String properties = text.substring(text.indexOf("\"properties\""), text.indexOf("\"hints\""));
      Matcher matcher = Pattern.compile("\"name\": \"([^\"]+)\"").matcher(properties);
      while (matcher.find()) {
        names.add(matcher.group(1));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return names;
  }

  @Test
  void theContextThatWasStartedLastCountsAndThenTheOneBefore() {
    start(PlainApplication.class, "mlflow.trace-sampling-ratio=1");
    ConfigurableApplicationContext last =
        start(PlainApplication.class, "mlflow.trace-sampling-ratio=0");
    Mlflow.startSpan("not sampled").close();
    assertThat(traces()).isEmpty();
    last.close();
    Mlflow.startSpan("asked").close();
    assertThat(names(onlyTrace())).containsExactly("asked");
  }
}
