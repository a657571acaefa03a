package dev.spanloom.autolog.googlegenai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.genai.Client;
import com.google.genai.types.ClientOptions;
import com.google.genai.types.HttpOptions;
import com.google.genai.types.HttpRetryOptions;
import com.google.genai.types.ProxyOptions;
import com.google.genai.types.ProxyType;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.entities.SpanStatusCode;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import okhttp3.Call;
import okhttp3.EventListener;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.junit.jupiter.api.Test;

/** HTTP clients that are traced: those of the library, and those of the program. */
class HttpClientsTest extends GeminiCase {
  private Client over(ClientOptions options) {
    return Client.builder()
        .apiKey(KEY)
        .httpOptions(
            HttpOptions.builder()
                .baseUrl(provider.url())
                .retryOptions(HttpRetryOptions.builder().attempts(2).initialDelay(0.01))
                .build())
        .clientOptions(options)
        .build();
  }

  @Test
  void theProgramsInterceptorsAndListenersSeeWhatTheyWouldSee() {
    provider.reply(wire.error(503, "busy"), wire.answer("blue", 23, 7));
    List<String> seen = new CopyOnWriteArrayList<>();
    OkHttpClient own =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  seen.add("call " + chain.request().headers());
                  return chain.proceed(chain.request());
                })
            .addNetworkInterceptor(
                chain -> {
                  seen.add("attempt " + chain.request().headers());
                  return chain.proceed(chain.request());
                })
            .eventListenerFactory(
                call ->
                    new EventListener() {
                      @Override
                      public void callEnd(Call ended) {
                        seen.add("end");
                      }
                    })
            .build();

    try (Client client =
        over(
            GoogleGenAiTracing.options(
                ClientOptions.builder().customHttpClient(own).build(), AutologOptions.DEFAULT))) {
      assertThat(client.models.generateContent(GeminiWire.MODEL, "Which colour?", null).text())
          .isEqualTo("blue");
    }

    assertThat(seen.stream().map(text -> text.split(" ")[0]).toList())
        .containsExactly("call", "attempt", "attempt", "end");
    assertThat(seen).noneMatch(text -> text.toLowerCase(Locale.ROOT).contains("spanloom"));
    assertThat(onlySpan().events()).filteredOn(e -> e.name().equals("retry")).hasSize(1);
    assertThat(onlySpan().attributes().toString()).doesNotContain(KEY);
  }

  @Test
  void whatAnInterceptorOfTheProgramThrowsIsAnError() {
    OkHttpClient own =
        new OkHttpClient.Builder()
            .addInterceptor(
                chain -> {
                  throw new IOException("not today");
                })
            .build();

    try (Client client =
        over(GoogleGenAiTracing.options(ClientOptions.builder().customHttpClient(own).build()))) {
      assertThatThrownBy(
              () -> client.models.generateContent(GeminiWire.MODEL, "Which colour?", null))
          .hasRootCauseMessage("not today");
    }

    assertThat(onlySpan().status().statusCode()).isEqualTo(SpanStatusCode.ERROR);
    assertThat(onlySpan().status().description()).contains("not today");
  }

  @Test
  void anHttpClientIsTracedOnce() {
    OkHttpClient traced = GoogleGenAiTracing.httpClient(new OkHttpClient());
    ClientOptions options = ClientOptions.builder().customHttpClient(traced).build();

    assertThat(GoogleGenAiTracing.httpClient(traced)).isSameAs(traced);
    assertThat(GoogleGenAiTracing.options(options)).isSameAs(options);
  }

  @Test
  void otherRequestsOfTheProgramsHttpClientAreNotRecorded() throws Exception {
    provider.reply(wire.answer("blue", 1, 1));
    OkHttpClient traced = GoogleGenAiTracing.httpClient(new OkHttpClient());

    try (Response response =
        traced
            .newCall(new Request.Builder().url(provider.url() + "/health?key=" + KEY).build())
            .execute()) {
      assertThat(response.body().string()).contains("blue");
    }

    assertThat(spans()).isEmpty();
  }

  @Test
  void theOptionsOfTheLibraryAreHeeded() {
    ClientOptions options =
        GoogleGenAiTracing.options(
            ClientOptions.builder()
                .maxConnections(7)
                .maxConnectionsPerHost(3)
                .proxyOptions(
                    ProxyOptions.builder()
                        .type(ProxyType.Known.SOCKS)
                        .host("proxy.example")
                        .port(1080)
                        .build())
                .build());

    OkHttpClient client = options.customHttpClient().orElseThrow();
    assertThat(client.dispatcher().getMaxRequests()).isEqualTo(7);
    assertThat(client.dispatcher().getMaxRequestsPerHost()).isEqualTo(3);
    assertThat(client.proxy().type()).isEqualTo(Proxy.Type.SOCKS);
    assertThat(((InetSocketAddress) client.proxy().address()).getHostString())
        .isEqualTo("proxy.example");
    assertThat(client.readTimeoutMillis()).isZero();
  }

  @Test
  void aProxyThatTheLibraryWouldRefuseIsRefused() {
    ProxyOptions half =
        ProxyOptions.builder().host("proxy.example").port(8080).username("me").build();

    assertThatThrownBy(
            () -> GoogleGenAiTracing.options(ClientOptions.builder().proxyOptions(half).build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("password");
    assertThatThrownBy(
            () ->
                GoogleGenAiTracing.options(
                    ClientOptions.builder()
                        .proxyOptions(ProxyOptions.builder().port(8080).build())
                        .build()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("host");
  }

  @Test
  void aProxyWithoutAWordOfItsTypeIsOneForHttp() {
    provider.reply(wire.answer("through the proxy", 1, 1));
    ClientOptions options =
        GoogleGenAiTracing.options(
            ClientOptions.builder()
                .proxyOptions(
                    ProxyOptions.builder()
                        .host("127.0.0.1")
                        .port(Integer.parseInt(provider.url().replaceAll(".*:", "")))
                        .build())
                .build());

    try (Client client =
        Client.builder()
            .apiKey(KEY)
            .httpOptions(HttpOptions.builder().baseUrl("http://model.invalid").build())
            .clientOptions(options)
            .build()) {
      assertThat(client.models.generateContent(GeminiWire.MODEL, "Which colour?", null).text())
          .isEqualTo("through the proxy");
    }

    assertThat(onlySpan().outputs()).asString().contains("through the proxy");
  }
}
