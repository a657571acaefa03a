package dev.spanloom.autolog.springai;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.prompt.Prompt;

/** Programs that use a model of Spring AI, and neither its client nor its vector stores. */
class MissingModulesTest {
  private static final List<String> MISSING =
      List.of("org.springframework.ai.chat.client.", "org.springframework.ai.vectorstore.");

  @Test
  void whatIsThereIsTracedWithoutTheRest() throws Exception {
    ObservationHandler<?> handler =
        (ObservationHandler<?>)
            new WithoutModules()
                .loadClass("dev.spanloom.autolog.springai.SpringAiObservationHandler")
                .getConstructor()
                .newInstance();

    assertThat(
            handler.supportsContext(
                ChatModelObservationContext.builder()
                    .prompt(new Prompt("Which colour?"))
                    .provider("openai")
                    .build()))
        .isTrue();
    assertThat(handler.supportsContext(new Observation.Context())).isFalse();
  }

  /** Loads our classes itself, and does not know the modules. */
  private static final class WithoutModules extends ClassLoader {
    WithoutModules() {
      super(MissingModulesTest.class.getClassLoader());
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (MISSING.stream().anyMatch(name::startsWith)) {
        throw new ClassNotFoundException(name);
      }
      if (!name.startsWith("dev.spanloom.autolog.springai.")) {
        return super.loadClass(name, resolve);
      }
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
        if (in == null) {
          throw new ClassNotFoundException(name);
        }
        byte[] bytes = in.readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException e) {
        throw new ClassNotFoundException(name, e);
      }
    }
  }
}
