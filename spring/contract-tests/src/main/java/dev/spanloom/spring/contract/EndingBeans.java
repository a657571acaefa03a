package dev.spanloom.spring.contract;

import dev.spanloom.destination.Destination;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
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
  Resource resource() {
    return new Resource();
  }

  @Bean
  Destination destination(Resource resource) {
    KeptDestination destination = new KeptDestination(Boolean.getBoolean("spanloom.test.tells"));
    resource.user = destination;
    return destination;
  }

  /** Stands for the data source of a destination: notes what was written when it is closed. */
  public static final class Resource implements DisposableBean {
    public final List<String> writtenBeforeItsEnd = new CopyOnWriteArrayList<>();
    private volatile @Nullable KeptDestination user;

    @Override
    public void destroy() {
      KeptDestination destination = user;
      if (destination != null) {
        writtenBeforeItsEnd.addAll(destination.names());
      }
    }
  }
}
