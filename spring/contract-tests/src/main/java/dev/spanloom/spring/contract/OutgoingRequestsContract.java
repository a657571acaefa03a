package dev.spanloom.spring.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.http.HttpEntity;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestTemplate;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.scheduler.Schedulers;

/** Requests that go out, by the clients of Boot's builders. */
public abstract class OutgoingRequestsContract extends BootContract {
  /** Without Micrometer's own headers, which stay where they are. */
  private static final String ALONE = "management.observations.enable.http.client.requests=false";

  /** Made by Boot's builder, which is not of one type in all its versions. */
  protected abstract RestTemplate restTemplate(ConfigurableApplicationContext context);

  private List<String> sentBy(ConfigurableApplicationContext context) {
    URI uri = address(context, "/sent");
    return List.of(
        String.valueOf(
            context
                .getBean(RestClient.Builder.class)
                .build()
                .get()
                .uri(uri)
                .retrieve()
                .body(String.class)),
        String.valueOf(restTemplate(context).getForObject(uri, String.class)),
        String.valueOf(
            context
                .getBean(WebClient.Builder.class)
                .build()
                .get()
                .uri(uri)
                .retrieve()
                .bodyToMono(String.class)
                .subscribeOn(Schedulers.immediate())
                .block()));
  }

  private ConfigurableApplicationContext serve(String... properties) {
    return start(WebApplicationType.SERVLET, WebBeans.class, properties);
  }

  @Test
  void nothingLeavesTheHouseUnlessWanted() {
    var context = serve(ALONE);
    try (var span = Mlflow.startSpan("asking")) {
      assertThat(sentBy(context)).containsOnly("null");
    }
  }

  @Test
  void theCurrentSpanIsSentWhereThatIsWanted() {
    var context = serve(ALONE, "spanloom.web.propagate=true");
    try (LiveSpan span = Mlflow.startSpan("asking")) {
      assertThat(sentBy(context))
          .hasSize(3)
          .allSatisfy(
              sent ->
                  assertThat(sent)
                      .isEqualTo(
                          "00-" + span.traceId().substring(3) + "-" + span.spanId() + "-01"));
    }
  }

  @Test
  void outsideOfASpanNothingIsSent() {
    var context = serve(ALONE, "spanloom.web.propagate=true");
    assertThat(sentBy(context)).containsOnly("null");
  }

  @Test
  void aTraceThatIsNotRecordedSaysSo() {
    var context = serve(ALONE, "spanloom.web.propagate=true", "mlflow.trace-sampling-ratio=0");
    try (LiveSpan span = Mlflow.startSpan("asking")) {
      assertThat(sentBy(context)).allSatisfy(sent -> assertThat(sent).endsWith("-00"));
    }
  }

  @Test
  void theHeaderOfTheProgramStays() {
    var context = serve(ALONE, "spanloom.web.propagate=true");
    URI uri = address(context, "/sent");
    HttpHeaders own = new HttpHeaders();
    own.set("traceparent", "mine");
    try (LiveSpan span = Mlflow.startSpan("asking")) {
      assertThat(
              restTemplate(context)
                  .exchange(uri, HttpMethod.GET, new HttpEntity<>(null, own), String.class)
                  .getBody())
          .isEqualTo("mine");
      assertThat(
              context
                  .getBean(WebClient.Builder.class)
                  .build()
                  .get()
                  .uri(uri)
                  .header("traceparent", "mine")
                  .retrieve()
                  .bodyToMono(String.class)
                  .block())
          .isEqualTo("mine");
    }
  }
}
