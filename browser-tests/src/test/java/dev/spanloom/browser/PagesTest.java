package dev.spanloom.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonWriter;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Runs the tests of {@code ui/e2e} in a browser; each of them is a test here. */
final class PagesTest {
  private static final int TRACES = 100_000;
  private static final long LIMIT_MINUTES = 40;

  @TempDir private Path folder;

  @TestFactory
  List<DynamicTest> everyPage() throws Exception {
    Path file = folder.resolve("seeded.db");
    SeededStore.fill(file, TRACES);
    String store = "sqlite:" + file;
    Path tokens = folder.resolve("tokens.json");
    String token = CommandServer.token(tokens);
    try (CommandServer server =
            CommandServer.start(
                folder, "--store", store, "--stalled-after", "0s", "--token-file", "none.json");
        CommandServer guarded =
            CommandServer.start(
                folder,
                "--store",
                store,
                "--stalled-after",
                "0s",
                "--token-file",
                tokens.toString(),
                "--base-path",
                "/team/traces")) {
      return results(
          run(
              Map.of(
                  "SPANLOOM_URL", server.url(),
                  "SPANLOOM_GUARDED_URL", guarded.url(),
                  "SPANLOOM_GUARDED_TOKEN", token)));
    }
  }

  private static Path run(Map<String, String> environment)
      throws IOException, InterruptedException {
    Path ui = Path.of(System.getProperty("spanloom.ui"));
    Path results = ui.resolve("target/e2e-results.json");
    Files.deleteIfExists(results);
    ProcessBuilder builder =
        new ProcessBuilder("node", "scripts/e2e.mjs")
            .directory(ui.toFile())
            .redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.environment().put("NO_COLOR", "1");
    Process process = builder.start();
    // not inherited: standard input and output of this JVM are how Maven talks to it
    process.getOutputStream().close();
    Thread said = new Thread(() -> copy(process), "playwright-output");
    said.start();
    if (!process.waitFor(LIMIT_MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("the browser's tests did not end in " + LIMIT_MINUTES + " minutes");
    }
    said.join();
    assertThat(results).as("what Playwright says (exit code %s)", process.exitValue()).exists();
    return results;
  }

  private static void copy(Process process) {
    try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
      lines.lines().forEach(System.out::println);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<DynamicTest> results(Path file) throws IOException {
    Map<?, ?> report = JsonReader.readObject(Files.readString(file));
    List<DynamicTest> tests = new ArrayList<>();
    for (Object error : list(report.get("errors"))) {
      tests.add(dynamicTest("Playwright", () -> failed(error)));
    }
    list(report.get("suites")).forEach(suite -> collect((Map<?, ?>) suite, tests));
    assertThat(tests).hasSizeGreaterThan(20);
    return tests;
  }

  private static void collect(Map<?, ?> suite, List<DynamicTest> tests) {
    list(suite.get("suites")).forEach(inner -> collect((Map<?, ?>) inner, tests));
    for (Object each : list(suite.get("specs"))) {
      Map<?, ?> spec = (Map<?, ?>) each;
      String name = suite.get("title") + ": " + spec.get("title");
      tests.add(
          dynamicTest(
              name,
              () -> {
                if (!Boolean.TRUE.equals(spec.get("ok"))) {
                  failed(spec.get("tests"));
                }
              }));
    }
  }

  private static void failed(Object why) {
    List<String> said = new ArrayList<>();
    collectErrors(why, said);
    throw new AssertionError(said.isEmpty() ? JsonWriter.write(why) : String.join("\n\n", said));
  }

  private static void collectErrors(Object part, List<String> said) {
    if (part instanceof Map<?, ?> map) {
      if (map.get("message") instanceof String message) {
        said.add(map.get("stack") instanceof String stack ? stack : message);
      } else {
        collectErrors(list(map.get("results")), said);
        collectErrors(list(map.get("errors")), said);
      }
    } else {
      list(part).forEach(each -> collectErrors(each, said));
    }
  }

  private static List<?> list(Object value) {
    return value instanceof List<?> list ? list : List.of();
  }
}
