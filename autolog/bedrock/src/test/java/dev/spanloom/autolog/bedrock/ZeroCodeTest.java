package dev.spanloom.autolog.bedrock;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.LiveSpan;
import dev.spanloom.Mlflow;
import dev.spanloom.autolog.AutologOptions;
import dev.spanloom.autolog.contract.ModelUser;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The same by clients that nobody wrapped: the AWS SDK finds our interceptor. */
class ZeroCodeTest extends ConverseTest {
  private static final String CONTENT = "spanloom.autolog.content";

  @Override
  protected ModelUser user(String url, String apiKey, AutologOptions options) {
    System.setProperty(CONTENT, Boolean.toString(options.content()));
    return new BedrockUser(Clients.blocking(url, apiKey), Clients.async(url, apiKey));
  }

  @AfterEach
  void forgetOptions() {
    System.clearProperty(CONTENT);
    System.clearProperty("spanloom.autolog.bedrock");
  }

  /** What follows a future is the program's own: only a wrapped client can bring it its context. */
  @Override
  @Test
  protected void whatIsDoneWithALaterAnswerIsInTheContextOfTheCall() throws Exception {
    provider.reply(wire().answer("It is blue.", 23, 7));

    try (LiveSpan span = Mlflow.startSpan("around")) {
      assertThat(user.askLater("Which colour?").get(30, TimeUnit.SECONDS)).isEqualTo("It is blue.");
    }

    assertThat(onlyCall().parentId()).isEqualTo(last().data().spans().get(0).spanId());
  }

  @Override
  @Test
  protected void whatIsDoneWithThePiecesOfALaterStreamIsInTheContextOfTheCall() throws Exception {
    provider.reply(wire().stream(new String[] {"It ", "is ", "blue."}, 23, 7));

    List<String> pieces = new CopyOnWriteArrayList<>();
    try (LiveSpan span = Mlflow.startSpan("around")) {
      user.streamLater("Which colour?", pieces::add).get(30, TimeUnit.SECONDS);
    }

    assertThat(String.join("", pieces)).isEqualTo("It is blue.");
    assertThat(onlyCall().parentId()).isEqualTo(last().data().spans().get(0).spanId());
    assertThat(String.valueOf(onlyCall().outputs())).contains("It is blue.");
  }

  @Test
  void theSettingSwitchesItOff() throws Exception {
    System.setProperty("spanloom.autolog.bedrock", "false");
    provider.reply(wire().answer("yes", 1, 1));

    user.ask("Are you there?");

    assertThat(calls()).isEmpty();
  }
}
