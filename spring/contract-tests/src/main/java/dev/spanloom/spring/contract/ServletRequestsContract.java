package dev.spanloom.spring.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.spanloom.entities.Trace;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;

/** Requests to a servlet container. */
public abstract class ServletRequestsContract extends RequestsContract {
  protected ServletRequestsContract() {
    super(WebApplicationType.SERVLET);
  }

  @Test
  void anAsynchronousRequestIsOneSpanUntilItIsComplete() {
    var context = serve("spanloom.web.request-spans=true");
    assertThat(get(context, "/callable").body()).isEqualTo("called");
    awaitRequestSpan();
    Trace trace = onlyTrace();
    assertThat(span(trace, "called").parentId()).isEqualTo(span(trace, "GET /callable").spanId());
    assertThat(span(trace, "GET /callable").outputs()).isEqualTo(Map.of("status", 200L));
  }
}
