package dev.spanloom.destinations.otlp;

import dev.spanloom.entities.MlflowException;
import dev.spanloom.entities.Span;
import dev.spanloom.entities.internal.json.JsonReader;
import dev.spanloom.entities.internal.json.JsonSyntaxException;
import dev.spanloom.entities.otlp.EncodedSpan;
import dev.spanloom.entities.otlp.OtlpJsonWriter;
import dev.spanloom.entities.otlp.OtlpReply;
import dev.spanloom.entities.otlp.OtlpRequests;
import dev.spanloom.internal.http.Gzip;
import dev.spanloom.internal.http.HttpExchanges;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** OTLP over HTTP, with protobuf or JSON. Thread-safe. */
final class HttpSender implements Sender {
  private static final String PROTOBUF = "application/x-protobuf";
  private static final String JSON = "application/json";

  private final OtlpSettings settings;
  private final boolean json;
  private final String shown;
  private final HttpExchanges exchanges;

  HttpSender(OtlpSettings settings) {
    this.settings = settings;
    OtlpEndpoint endpoint = settings.endpoint();
    json = endpoint.protocol() == Protocol.HTTP_JSON;
    String uri = endpoint.uri().toString();
    int query = uri.indexOf('?');
    shown = "POST " + (query < 0 ? uri : uri.substring(0, query)); // keys may stand behind it
    exchanges =
        new HttpExchanges(
            "spanloom-otlp-http", endpoint.isEncrypted(), settings.timeout(), settings.tls());
  }

  @Override
  public OtlpReply send(List<EncodedSpan> spans, Map<String, String> headers) {
    byte[] body = json ? asJson(spans) : OtlpRequests.encode(spans);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(settings.endpoint().uri())
            .header("Content-Type", json ? JSON : PROTOBUF);
    if (settings.gzip()) {
      body = Gzip.zipped(body);
      request.header("Content-Encoding", "gzip");
    }
    Map<String, String> all = new LinkedHashMap<>();
    all.put("user-agent", HttpExchanges.USER_AGENT);
    all.putAll(headers);
    all.putAll(settings.headers());
    all.forEach(request::header);
    HttpResponse<byte[]> answer =
        exchanges.send(
            request.POST(HttpRequest.BodyPublishers.ofByteArray(body)).build(),
            settings.timeout(),
            LARGEST_REPLY_BYTES,
            true,
            shown);
    if (answer.statusCode() < 200 || answer.statusCode() >= 300) {
      throw HttpFailures.of(shown, answer);
    }
    return reply(answer);
  }

  private static byte[] asJson(List<EncodedSpan> spans) {
    List<Span> decoded = spans.stream().map(EncodedSpan::decode).toList();
    return OtlpJsonWriter.write(decoded).getBytes(StandardCharsets.UTF_8);
  }

  /** Some answer JSON whatever they were sent. */
  private OtlpReply reply(HttpResponse<byte[]> answer) {
    byte[] body = answer.body();
    try {
      return HttpFailures.isJson(body)
          ? OtlpReply.ofJson(JsonReader.readObject(new String(body, StandardCharsets.UTF_8)))
          : OtlpReply.ofProtobuf(body);
    } catch (JsonSyntaxException | MlflowException e) {
      throw HttpFailures.noAnswer(shown, answer, e);
    }
  }

  @Override
  public void close() {
    exchanges.close();
  }
}
