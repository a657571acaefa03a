package dev.spanloom.spring.boot4;

import dev.spanloom.spring.contract.OutgoingRequestsContract;
import org.springframework.boot.restclient.RestTemplateBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.web.client.RestTemplate;

class Boot4OutgoingRequestsTest extends OutgoingRequestsContract {
  @Override
  protected RestTemplate restTemplate(ConfigurableApplicationContext context) {
    return context.getBean(RestTemplateBuilder.class).build();
  }
}
