package dev.spanloom.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code spanloom server}: processes of their own, and words that are off. */
@Timeout(180)
class ServerCommandTest {
  /** Of the last line that a server without tokens greets with. */
  private static final String LAST = "  Tokens ";

  @TempDir Path folder;

  private CommandRun run(String... words) {
    String[] all = new String[words.length + 3];
    all[0] = "server";
    System.arraycopy(words, 0, all, 1, words.length);
    all[words.length + 1] = "--store";
    all[words.length + 2] = "sqlite:" + folder.resolve("traces.db");
    return CommandRun.of(all);
  }

  @Test
  void saysWhereItIsAndHowToConnectAndEndsWhenToldTo() throws Exception {
    try (ServerProcess server = ServerProcess.start(folder, Map.of(), "--port", "0")) {
      String uri = server.uri().toString();
      assertThat(server.get("/health").body()).isEqualTo("OK");
      server.awaitLine(LAST);
      assertThat(server.output())
          .contains("sqlite:", "spanloom.db")
          .contains("mlflow.set_tracking_uri(\"" + uri + "\")", "trackingUri: \"" + uri + "\"")
          .contains(uri + "/v1/traces", "OTEL_EXPORTER_OTLP_PROTOCOL=grpc");

      server.process().destroy();

      assertThat(server.exitCode()).isEqualTo(128 + 15);
    }
  }

  @Test
  void theUiIsTheServerAndSaysSoWhenNoBrowserCanBeOpened() throws Exception {
    Map<String, String> nobody = Map.of("DISPLAY", "", "WAYLAND_DISPLAY", "");
    try (ServerProcess ui = ServerProcess.startCommand("ui", folder, nobody, "--no-open")) {
      assertThat(ui.get("/experiments/0/traces").headers().firstValue("content-type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("text/html"));
      ui.awaitLine(LAST);
      assertThat(ui.output()).contains("Web UI       " + ui.uri() + "/").doesNotContain("browser");
    }
  }

  @Test
  void allThatIsServedCanStandBelowAPath() throws Exception {
    try (ServerProcess server =
        ServerProcess.start(folder, Map.of(), "--port", "0", "--base-path", "/tracing")) {
      assertThat(server.get("/tracing/health").body()).isEqualTo("OK");
      server.awaitLine(LAST);
      assertThat(server.output())
          .contains("mlflow.set_tracking_uri(\"" + server.uri() + "/tracing\")");
    }
    assertThat(run("--base-path", "x y").err())
        .contains("basePath: \"x y/\" (expected: / or a path");
  }

  @Test
  void theDemoKeepsTheServerUpOnItsTraces() throws Exception {
    try (ServerProcess demo =
        ServerProcess.startCommand("demo", folder, Map.of(), "--serve", "--port", "0")) {
      String page = demo.awaitLine("/traces/tr-");
      String id = page.substring(page.indexOf("tr-")).strip();
      String server = page.strip().substring(0, page.strip().indexOf("/traces/"));
      assertThat(demo.get(server + "/ui-api/1/traces/" + id).body()).contains("startSession");
      assertThat(demo.get(page.strip()).body()).contains("<html");
    }
  }

  @Test
  void anOptionGoesBeforeTheEnvironmentAndThatBeforeTheFile() throws Exception {
    Path file = folder.resolve("server.json");
    Files.writeString(
        file, "{\"port\": 1, \"host\": \"127.0.0.1\", \"store\": \"sqlite:of-file.db\"}");
    Map<String, String> environment =
        Map.of("SPANLOOM_SERVER_PORT", "2", "SPANLOOM_SERVER_STORE", "sqlite:of-environment.db");
    try (ServerProcess server =
        ServerProcess.start(folder, environment, "--config", file.toString(), "--port", "0")) {
      assertThat(server.uri().getPort()).isGreaterThan(2);
      assertThat(server.output()).contains("of-environment.db");
    }
  }

  @Test
  void aRequestThatRunsIsAnsweredBeforeTheEnd() throws Exception {
    try (ServerProcess server = ServerProcess.start(folder, Map.of(), "--port", "0");
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.uri().getPort())) {
      String body = "{\"name\": \"late\"}";
      String head =
          "POST /api/2.0/mlflow/experiments/create HTTP/1.1\r\nHost: localhost\r\n"
              + "Content-Type: application/json\r\nContent-Length: "
              + body.length()
              + "\r\n\r\n";
      socket
          .getOutputStream()
          .write((head + body.substring(0, 5)).getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      String held = "spanloom_http_held_bytes " + (double) body.length();
      while (!server.get("/metrics").body().contains(held)) {
        Thread.onSpinWait(); // until what was sent has arrived
      }
      server.process().destroy();

      socket.getOutputStream().write(body.substring(5).getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();

      byte[] reply = new byte[12];
      assertThat(socket.getInputStream().readNBytes(reply, 0, reply.length)).isEqualTo(12);
      assertThat(new String(reply, StandardCharsets.UTF_8)).isEqualTo("HTTP/1.1 200");
      assertThat(server.exitCode()).isEqualTo(128 + 15);
    }
  }

  @Test
  void servicesHaveExperimentsOfTheirOwn() throws Exception {
    Path file = Files.writeString(folder.resolve("server.properties"), "route=shop=Orders, b=Bots");
    try (ServerProcess server =
        ServerProcess.start(
            folder,
            Map.of("SPANLOOM_SERVER_STALLED_AFTER", "90s"),
            "--config",
            file.toString(),
            "--port",
            "0")) {
      String spans =
          "{\"resourceSpans\": [{\"resource\": {\"attributes\": [{\"key\": \"service.name\","
              + " \"value\": {\"stringValue\": \"shop\"}}]}, \"scopeSpans\": [{\"spans\":"
              + " [{\"traceId\": \"0af7651916cd43dd8448eb211c80319c\", \"spanId\":"
              + " \"b7ad6b7169203331\", \"name\": \"n\"}]}]}]}";
      assertThat(server.post("/v1/traces", spans).statusCode()).isEqualTo(200);
      assertThat(
              server
                  .get("/api/2.0/mlflow/experiments/get-by-name?experiment_name=Orders")
                  .statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void wrongRoutesTimesAndLimitsAreSaid() {
    assertThat(run("--route", "shop").err())
        .contains("--route: \"shop\" (expected: SERVICE=EXPERIMENT, each once");
    assertThat(run("--route", "a=x,a=y").code()).isEqualTo(SpanloomCommand.WRONG_USAGE);
    assertThat(run("--stalled-after", "soon").err())
        .contains("--stalled-after: \"soon\" (expected: a time such as");
    assertThat(run("--max-spans", "0").err()).contains("--max-spans: \"0\"");
    assertThat(run("--max-attributes", "x").err()).contains("--max-attributes: \"x\"");
    assertThat(run("--max-span", "x").err()).contains("--max-span: \"x\"");
  }

  @Test
  void aPortInUseIsOneLine() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      CommandRun run = run("--port", Integer.toString(taken.getLocalPort()));

      assertThat(run.code()).isEqualTo(SpanloomCommand.FAILURE);
      assertThat(run.err())
          .startsWith("spanloom: port " + taken.getLocalPort() + " of 127.0.0.1 cannot be had");
      assertThat(run.err().lines()).hasSize(1);
    }
  }

  @Test
  void aBadCertificateIsOneLine() throws IOException {
    Path file = Files.writeString(folder.resolve("cert.pem"), "no certificate");

    CommandRun run =
        run("--port", "0", "--tls-cert", file.toString(), "--tls-key", file.toString());
    assertThat(run.code()).isEqualTo(SpanloomCommand.FAILURE);
    assertThat(run.err()).startsWith("spanloom: TLS: " + file).contains("PEM");
    assertThat(run.err().lines()).hasSize(1);

    assertThat(run("--tls-cert", "nope.pem", "--tls-key", "nope.pem").err())
        .contains("nope.pem cannot be read");
    assertThat(run("--tls-cert", "nope.pem").code()).isEqualTo(SpanloomCommand.WRONG_USAGE);
  }

  @Test
  void aStoreThatCannotBeReadIsOneLine() throws IOException {
    Files.writeString(folder.resolve("traces.db"), "no database at all ".repeat(100));

    CommandRun run = run("--port", "0");

    assertThat(run.code()).isEqualTo(SpanloomCommand.FAILURE);
    assertThat(run.err()).contains("no SQLite database");
    assertThat(run.err().lines()).hasSize(1);
  }

  @Test
  void wrongSettingsAreWrongUsageAndNameTheirPlace() throws IOException {
    CommandRun run = run("--port", "http");
    assertThat(run.code()).isEqualTo(SpanloomCommand.WRONG_USAGE);
    assertThat(run.err()).contains("--port: \"http\" (expected: a whole number from 0 to 65535)");

    Path file = Files.writeString(folder.resolve("server.properties"), "prot=5000\n");
    run = run("--config", file.toString());
    assertThat(run.code()).isEqualTo(SpanloomCommand.WRONG_USAGE);
    assertThat(run.err()).contains("there is no setting \"prot\" (expected: \"port\"?)");

    Files.writeString(file, "max-body=much\n");
    assertThat(run("--config", file.toString()).err())
        .contains("max-body in " + file + ": \"much\" (expected: a size");
    assertThat(run("--config", "nowhere").err()).contains("nowhere cannot be read");
    assertThat(run("--insecure=perhaps").err())
        .contains("--insecure: \"perhaps\" (expected: true or false)");
  }
}
