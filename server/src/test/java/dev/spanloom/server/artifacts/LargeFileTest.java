package dev.spanloom.server.artifacts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that are larger than the heap of the server go through it. */
@Timeout(180)
class LargeFileTest {
  private static final int MEBIBYTE = 1 << 20;
  private static final String HEAP = "-Xmx80m";
  private static final String FOLDER =
      "/api/2.0/mlflow-artifacts/artifacts/0/traces/" + LargeFileServer.TRACE + "/artifacts/";

  private final HttpClient client = HttpClient.newHttpClient();

  @TempDir private Path folder;
  private Process process;
  private BufferedReader out;
  private String uri;

  @BeforeEach
  void start() throws IOException {
    process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                HEAP,
                "-cp",
                System.getProperty("java.class.path"),
                LargeFileServer.class.getName(),
                folder.resolve("traces.db").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    out = process.inputReader();
    uri = out.readLine();
    assertThat(uri).startsWith("http://");
  }

  @AfterEach
  void stop() throws Exception {
    process.getOutputStream().close();
    assertThat(process.waitFor()).isZero();
    out.close();
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String hash(InputStream in) throws IOException {
    MessageDigest digest = sha256();
    try (InputStream hashed = new DigestInputStream(in, digest)) {
      hashed.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private void put(String name, Supplier<InputStream> content) throws Exception {
    HttpResponse<String> reply =
        client.send(
            HttpRequest.newBuilder(URI.create(uri + FOLDER + name))
                .PUT(HttpRequest.BodyPublishers.ofInputStream(content))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
  }

  private InputStream get(String path) throws Exception {
    HttpResponse<InputStream> reply =
        client.send(
            HttpRequest.newBuilder(URI.create(uri + path)).build(),
            HttpResponse.BodyHandlers.ofInputStream());
    assertThat(reply.statusCode()).isEqualTo(200);
    return reply.body();
  }

  private static InputStream pieces(Stream<byte[]> pieces) {
    Iterator<InputStream> streams =
        pieces.<InputStream>map(java.io.ByteArrayInputStream::new).iterator();
    return new SequenceInputStream(Collections.enumeration(new LazyList(streams)));
  }

  /** What {@link Collections#enumeration} wants; gives its elements once. */
  private static final class LazyList extends java.util.AbstractCollection<InputStream> {
    private final Iterator<InputStream> streams;

    private LazyList(Iterator<InputStream> streams) {
      this.streams = streams;
    }

    @Override
    public Iterator<InputStream> iterator() {
      return streams;
    }

    @Override
    public int size() {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void aFileOfAHundredMegabytes() throws Exception {
    Supplier<InputStream> content =
        () ->
            pieces(
                IntStream.range(0, 100)
                    .mapToObj(
                        i -> {
                          byte[] piece = new byte[MEBIBYTE];
                          new Random(i).nextBytes(piece);
                          return piece;
                        }));
    put("attachments/large", content);
    assertThat(hash(get(FOLDER + "attachments/large"))).isEqualTo(hash(content.get()));
  }

  @Test
  void spansOfSixtyMegabytes() throws Exception {
    int spans = 1_200;
    String text = "x".repeat(50_000);
    Supplier<InputStream> content =
        () ->
            pieces(
                Stream.of(
                        Stream.of("{\"spans\": ["),
                        IntStream.range(0, spans)
                            .mapToObj(i -> (i == 0 ? "" : ", ") + span(i, text)),
                        Stream.of("]}"))
                    .flatMap(part -> part)
                    .map(part -> part.getBytes(StandardCharsets.UTF_8)));
    put("traces.json", content);
    assertThat(hash(get(FOLDER + "traces.json"))).isEqualTo(hash(content.get()));
    String artifact = "/ajax-api/3.0/mlflow/get-trace-artifact?request_id=";
    try (InputStream made = get(artifact + LargeFileServer.TRACE)) {
      long length = made.transferTo(java.io.OutputStream.nullOutputStream());
      assertThat(length).isGreaterThan((long) spans * text.length());
    }
  }

  private static String span(int number, String text) {
    return "{\"trace_id\": \"CvdlGRbNQ92ESOshHIAxnA==\", \"span_id\": \"%016x\","
            .formatted(number + 1)
        + " \"parent_span_id\": null, \"name\": \"n\", \"start_time_unix_nano\": 1,"
        + " \"end_time_unix_nano\": 2, \"attributes\": {\"mlflow.traceRequestId\": \""
        + LargeFileServer.TRACE
        + "\", \"t\": \""
        + number
        + text
        + "\"}, \"events\": [], \"status\": {\"code\": \"STATUS_CODE_OK\", \"message\": \"\"}}";
  }
}
