package dev.spanloom.spring.contract;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;

/** Exits while a request is under way, which ends only after that. */
public final class ExitProgram {
  private ExitProgram() {}

  public static void main(String[] args) throws InterruptedException {
    var context =
        new SpringApplicationBuilder(EndingBeans.class)
            .web(WebApplicationType.SERVLET)
            .run(
                "--mlflow.tracking-uri=memory:",
                "--server.port=0",
                "--server.shutdown=graceful",
                "--spring.devtools.restart.enabled=false",
                "--spring.main.banner-mode=off");
    var gate = context.getBean(WebBeans.Gate.class);
    URI slow =
        URI.create(
            "http://127.0.0.1:"
                + context.getEnvironment().getProperty("local.server.port")
                + "/slow");
    new Thread(() -> get(slow)).start();
    gate.entered.await();
    var end = ShutdownContract.beginningOfTheEnd(context);
    new Thread(() -> System.exit(0)).start();
    end.await();
    gate.open.countDown();
  }

  private static void get(URI uri) {
    try {
      System.out.println(
          HttpClient.newHttpClient()
              .send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString())
              .body());
    } catch (IOException e) {
      System.out.println("cut off: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
