package dev.spanloom.spring.contract;

import dev.spanloom.destination.Destination;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** An application whose end is watched. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({WebBeans.Pages.class, WebBeans.Gate.class})
public class EndingBeans {
  @Bean
  Destination destination() {
    return new KeptDestination(Boolean.getBoolean("spanloom.test.tells"));
  }

  @Bean
  Resource resource(Destination destination) {
    return new Resource((KeptDestination) destination);
  }

  /** Stands for a data source: notes what was written when it is closed. */
  public static final class Resource implements DisposableBean {
    public final List<String> writtenBeforeItsEnd = new CopyOnWriteArrayList<>();
    private final KeptDestination destination;

    Resource(KeptDestination destination) {
      this.destination = destination;
    }

    @Override
    public void destroy() {
      writtenBeforeItsEnd.addAll(destination.names());
    }
  }
}
