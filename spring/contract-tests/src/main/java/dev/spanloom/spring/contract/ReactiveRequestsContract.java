package dev.spanloom.spring.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;

/** Requests to a reactive server. */
public abstract class ReactiveRequestsContract extends RequestsContract {
  protected ReactiveRequestsContract() {
    super(WebApplicationType.REACTIVE);
  }

  @Test
  void aReactiveHandlerJoinsItWithoutAutomaticPropagationToo() {
    var context = serve();
    assertThat(get(context, "/mono", "traceparent", TRACEPARENT).body()).isEqualTo("mono");
    await(
        "the handler's span has ended",
        () -> traces().stream().anyMatch(trace -> names(trace).contains("mono")));
    assertThat(traces())
        .filteredOn(trace -> names(trace).contains("mono"))
        .singleElement()
        .satisfies(trace -> assertThat(span(trace, "mono").parentId()).isEqualTo(PARENT));
  }
}
