package dev.spanloom.spring.boot3;

import dev.spanloom.spring.contract.OutgoingRequestsContract;
import org.springframework.boot.web.client.RestTemplateBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.client.RestTemplate;

class Boot3OutgoingRequestsTest extends OutgoingRequestsContract {
  @Override
  protected RestTemplate restTemplate(ConfigurableApplicationContext context) {
    return context.getBean(RestTemplateBuilder.class).build();
  }
}
