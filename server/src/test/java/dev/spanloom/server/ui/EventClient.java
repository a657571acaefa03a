package dev.spanloom.server.ui;

import dev.spanloom.entities.internal.json.JsonReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Listens to server-sent events over HTTP. */
final class EventClient implements AutoCloseable {
  private static final Event END = new Event("end", Map.of());

  private final BlockingQueue<Event> events = new LinkedBlockingQueue<>();
  private final InputStream body;

  /** An event. */
  record Event(String name, Map<?, ?> data) {}

  EventClient(URI uri) {
    try {
      HttpResponse<InputStream> reply =
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofInputStream());
      body = reply.body();
      if (reply.statusCode() != 200
          || !reply
              .headers()
              .firstValue("content-type")
              .orElse("")
              .startsWith("text/event-stream")) {
        throw new AssertionError(
            reply + ": " + new String(body.readAllBytes(), StandardCharsets.UTF_8));
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    Thread reader = new Thread(this::read, "test-events");
    reader.setDaemon(true);
    reader.start();
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      String name = "";
      String line = lines.readLine();
      while (line != null) {
        if (line.startsWith("event: ")) {
          name = line.substring("event: ".length());
        } else if (line.startsWith("data: ")) {
          Object data = JsonReader.read(line.substring("data: ".length()));
          events.add(new Event(name, (Map<?, ?>) Objects.requireNonNull(data)));
        }
        line = lines.readLine();
      }
    } catch (IOException e) {
      // it was closed
    }
    events.add(END);
  }

  /** The next event, which is of this name. */
  Map<?, ?> next(String name) {
    return nextBehind("", name);
  }

  /** The next event that is not of the one name; it is of the other. */
  Map<?, ?> nextBehind(String passedOver, String name) {
    try {
      Event event = events.poll(60, TimeUnit.SECONDS);
      while (event != null && event.name().equals(passedOver)) {
        event = events.poll(60, TimeUnit.SECONDS);
      }
      if (event == null || !event.name().equals(name)) {
        throw new AssertionError("expected " + name + " but was " + event);
      }
      return event.data();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean isQuiet() {
    return events.isEmpty();
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
